package dev.attune.task.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.springframework.stereotype.Component;

/** All trainers, by name. */
@Component
public final class Trainers {
  private final List<Trainer<?>> all = new ArrayList<>();

  public Trainers() {
    ServiceLoader.load(Trainer.class, Trainers.class.getClassLoader()).forEach(all::add);
    all.sort(Comparator.<Trainer<?>, String>comparing(Trainer::id).reversed());
  }

  public List<Trainer<?>> list() {
    return all;
  }

  public Optional<Trainer<?>> find(String id) {
    return all.stream().filter(t -> t.id().equals(id)).findFirst();
  }
}
