package dev.attune;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.conditions.ArchConditions.bePackagePrivate;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;

/** The layout of the packages; every rule says why it is there. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.attune");

  @Test
  void arrowsPointDown() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("application")
            .definedBy(
                "dev.attune",
                "dev.attune.cli..",
                "dev.attune.bench..",
                "dev.attune.web..",
                "dev.attune.experiment..",
                "dev.attune.leaderboard..",
                "dev.attune.playground..")
            .layer("worker")
            .definedBy("dev.attune.worker..")
            .layer("task")
            .definedBy("dev.attune.task..")
            .layer("settings")
            .definedBy("dev.attune.settings..")
            .layer("catalogues")
            .definedBy("dev.attune.dataset..", "dev.attune.hub..")
            .layer("learning")
            .definedBy("dev.attune.method.gradient..", "dev.attune.train..")
            .layer("machinery")
            .definedBy(
                "dev.attune.metric..",
                "dev.attune.model..",
                "dev.attune.vision..",
                "dev.attune.text..")
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("worker")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("task")
            .mayOnlyBeAccessedByLayers("application", "worker")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("application", "worker", "task")
            .whereLayer("catalogues")
            .mayOnlyBeAccessedByLayers("application", "worker", "task")
            .whereLayer("learning")
            .mayOnlyBeAccessedByLayers("application", "worker", "task", "catalogues")
            .because("the methods must run without the application around them"));
  }

  @Test
  void packagesFormNoCycles() {
    check(
        slices()
            .matching("dev.attune.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package in a cycle can be neither understood nor changed alone"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"experiment", "leaderboard", "playground", "dataset", "hub"})
  void pagesOfAFeatureAreItsOwn(String feature) {
    String home = "dev.attune." + feature;
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(home + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(home + ".web..")
            .because("features meet at their services, so that a page can change freely"));
  }

  @Test
  void whatTheFrameworkCallsIsPackagePrivate() {
    check(
        classes()
            .that()
            .areMetaAnnotatedWith(Controller.class)
            .or()
            .areMetaAnnotatedWith(ControllerAdvice.class)
            .or()
            .areAnnotatedWith(Entity.class)
            .or(assignableTo(Repository.class))
            .should(bePackagePrivate())
            .because("controllers, entities and repositories are nobody else's business"));
  }

  @Test
  void nothingBelowTheTasksKnowsSpring() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.attune.dataset..",
                "dev.attune.hub..",
                "dev.attune.method.gradient..",
                "dev.attune.train..",
                "dev.attune.metric..",
                "dev.attune.model..",
                "dev.attune.vision..",
                "dev.attune.text..")
            .and()
            .resideOutsideOfPackages("dev.attune.dataset.web..", "dev.attune.hub.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("a method, a metric or a reader is used from a plain program and a test too"));
  }

  @Test
  void metricsDoNotComputeWithTheEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.attune.metric..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("results are merged and compared where no engine runs"));
  }

  @Test
  void pagesDoNotComputeWithTheEngine() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.attune.web..",
                "dev.attune.experiment..",
                "dev.attune.leaderboard..",
                "dev.attune.playground..",
                "dev.attune.dataset.web..",
                "dev.attune.hub.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("one thread owns the engine, and it is the compute lane's"));
  }

  @Test
  void everyPackageIsNullMarked() {
    check(
        classes()
            .should(beInANullMarkedPackage())
            .because("the compiler checks nulls only in marked packages"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package with @NullMarked in its package-info") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + (marked ? " is" : " is not") + " null-marked"));
      }
    };
  }
}
