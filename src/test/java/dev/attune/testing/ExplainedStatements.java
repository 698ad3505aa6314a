package dev.attune.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Between {@link #begin} and {@link #end}, keeps each query that is sent on this thread, with the
 * database's own plan for it and for exactly its parameters.
 */
public final class ExplainedStatements implements BeanPostProcessor {
  private final ThreadLocal<List<Explained>> kept = new ThreadLocal<>();

  /**
   * A query and how the database answers it.
   *
   * @param rows how many of its rows were read so far
   */
  public record Explained(String sql, String plan, AtomicInteger rows) {}

  /** A setter of a parameter that was called. */
  private record Given(Method setter, Object[] arguments) {}

  public void begin() {
    kept.set(new ArrayList<>());
  }

  /** What was kept so far. */
  public List<Explained> soFar() {
    return kept.get();
  }

  public List<Explained> end() {
    List<Explained> all = kept.get();
    kept.remove();
    return all;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (!(bean instanceof DataSource source)) {
      return bean;
    }
    return new DelegatingDataSource(source) {
      @Override
      public Connection getConnection() throws SQLException {
        return spied(super.getConnection());
      }
    };
  }

  private Connection spied(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = call(connection, method, arguments);
              return result instanceof PreparedStatement statement && kept.get() != null
                  ? spied(connection, statement, (String) arguments[0])
                  : result;
            });
  }

  private PreparedStatement spied(Connection connection, PreparedStatement statement, String sql) {
    List<Given> given = new ArrayList<>();
    return (PreparedStatement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("set") && arguments.length >= 2) {
                given.add(new Given(method, arguments));
              }
              if (!method.getName().startsWith("execute") || kept.get() == null) {
                return call(statement, method, arguments);
              }
              Explained one = new Explained(sql, plan(connection, sql, given), new AtomicInteger());
              kept.get().add(one);
              Object result = call(statement, method, arguments);
              return result instanceof ResultSet rows ? counted(rows, one.rows()) : result;
            });
  }

  private ResultSet counted(ResultSet rows, AtomicInteger count) {
    return (ResultSet)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (proxy, method, arguments) -> {
              Object result = call(rows, method, arguments);
              if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
                count.incrementAndGet();
              }
              return result;
            });
  }

  private static String plan(Connection connection, String sql, List<Given> given)
      throws Throwable {
    if (!sql.stripLeading().regionMatches(true, 0, "select", 0, 6)) {
      return "";
    }
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement explain = connection.prepareStatement("explain " + sql)) {
      for (Given one : given) {
        call(explain, one.setter(), one.arguments());
      }
      try (ResultSet lines = explain.executeQuery()) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
