package dev.attune;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.bePackagePrivate;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.attune.model.Parameter;
import dev.attune.vision.Augmentation;
import jakarta.persistence.Entity;
import java.io.PrintStream;
import java.io.PrintWriter;
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
            .layer("entrances")
            .definedBy("dev.attune", "dev.attune.home..", "dev.attune.cli..", "dev.attune.bench..")
            .layer("features")
            .definedBy(
                "dev.attune.experiment..",
                "dev.attune.leaderboard..",
                "dev.attune.playground..",
                "dev.attune.worker.web..",
                "dev.attune.hub.web..",
                "dev.attune.dataset.web..")
            .layer("worker")
            .definedBy(butPages("dev.attune.worker.."))
            .layer("web")
            .definedBy("dev.attune.web..", "dev.attune.form..")
            .layer("spec")
            .definedBy("dev.attune.spec..")
            .layer("task")
            .definedBy("dev.attune.task..")
            .layer("storage")
            .definedBy("dev.attune.storage..")
            .layer("settings")
            .definedBy("dev.attune.settings..")
            .layer("catalogues")
            .definedBy(butPages("dev.attune.dataset..", "dev.attune.hub..", "dev.attune.prompt.."))
            .layer("learning")
            .definedBy("dev.attune.method..", "dev.attune.train..")
            .layer("encoders")
            .definedBy("dev.attune.encoder..", "dev.attune.caption..")
            .layer("machinery")
            .definedBy(
                "dev.attune.metric..",
                "dev.attune.model..",
                "dev.attune.vision..",
                "dev.attune.text..",
                "dev.attune.weights..")
            .layer("problem")
            .definedBy("dev.attune.problem..")
            .whereLayer("entrances")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("entrances")
            .whereLayer("worker")
            .mayOnlyBeAccessedByLayers("entrances", "features")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("entrances", "features")
            .whereLayer("spec")
            .mayOnlyBeAccessedByLayers("entrances", "features", "web")
            .whereLayer("task")
            .mayOnlyBeAccessedByLayers("entrances", "features", "worker", "web", "spec")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("entrances", "features", "worker", "web")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers(
                "entrances", "features", "worker", "web", "spec", "task", "storage")
            .whereLayer("catalogues")
            .mayOnlyBeAccessedByLayers("entrances", "features", "worker", "spec", "task")
            .whereLayer("learning")
            .mayOnlyBeAccessedByLayers(
                "entrances", "features", "worker", "spec", "task", "catalogues")
            .whereLayer("encoders")
            .mayOnlyBeAccessedByLayers(
                "entrances", "features", "worker", "spec", "task", "catalogues", "learning")
            .whereLayer("machinery")
            .mayOnlyAccessLayers("problem")
            .whereLayer("problem")
            .mayNotAccessAnyLayer()
            .because("the methods must run without the application around them"));
  }

  @Test
  void packagesFormNoCycles() {
    slices()
        .matching("dev.attune.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a package in a cycle can be neither understood nor changed alone")
        .check(CLASSES.that(not(resideInAPackage("dev.attune.*.web..")))); // pages stand higher
  }

  @Test
  void subPackagesFormNoCycles() {
    check(
        slices()
            .matching("dev.attune.(**)")
            .should()
            .beFreeOfCycles()
            .because("a part that needs the whole it is part of cannot be read before it"));
  }

  @Test
  void theWebRoomKnowsNoFeature() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.attune.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.attune.experiment..",
                "dev.attune.playground..",
                "dev.attune.leaderboard..",
                "dev.attune.worker..",
                "dev.attune.dataset..",
                "dev.attune.hub..")
            .because("a feature is added on top of it, and its exceptions say their problem"));
  }

  @Test
  void requestsAreNotBoundToHttp() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.attune.spec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "jakarta.servlet..")
            .because("the command line makes the same requests"));
  }

  @Test
  void plugInsCompileAgainstFewClasses() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.attune.method", "dev.attune.method.options")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.attune..")
                    .and(
                        not(
                            resideInAnyPackage("dev.attune.method", "dev.attune.method.options")
                                .or(belongToAnyOf(Parameter.class, Augmentation.class)))))
            .because("all that a method is written with must be in the jar of the interfaces"));
  }

  @Test
  void aMethodKnowsNoFamilyOfEncoders() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.attune.method..", "dev.attune.task..", "dev.attune.spec..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.attune.encoder.*..")
            .because("a new family of encoders must serve every method and every task"));
  }

  @Test
  void aMethodKnowsNoTask() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.attune.method..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.attune.task..", "dev.attune.spec..")
            .because("a question is asked by any task that has an answer for it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"experiment", "leaderboard", "playground", "worker", "dataset", "hub"})
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
  void anExperimentIsKnownWithoutItsDatabase() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.attune.experiment.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.attune.experiment",
                "dev.attune.experiment.store..",
                "dev.attune.experiment.web..",
                "org.springframework..",
                "jakarta.persistence..")
            .because("pages and commands show experiments that no database holds"));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.attune.experiment.store..", "dev.attune.experiment")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.attune.experiment.store..")
            .because("tables change freely while experiments are asked for by their service"));
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
                "dev.attune.prompt..",
                "dev.attune.method..",
                "dev.attune.train..",
                "dev.attune.encoder..",
                "dev.attune.caption..",
                "dev.attune.metric..",
                "dev.attune.model..",
                "dev.attune.vision..",
                "dev.attune.text..",
                "dev.attune.weights..",
                "dev.attune.problem..")
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
                "dev.attune.home..",
                "dev.attune.web..",
                "dev.attune.experiment..",
                "dev.attune.leaderboard..",
                "dev.attune.playground..",
                "dev.attune.worker.web..",
                "dev.attune.dataset.web..",
                "dev.attune.hub.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("one thread owns the engine, and it is the compute lane's"));
  }

  /** {@code formatted} takes no locale; it is for words and whole numbers. */
  @Test
  void nothingDependsOnTheMachinesLanguage() {
    check(
        noClasses()
            .should()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
            .because("Locale.ROOT gives the same letters and numbers in Turkey and in Egypt"));
  }

  @Test
  void everyPackageIsNullMarked() {
    check(
        classes()
            .should(beInANullMarkedPackage())
            .because("the compiler checks nulls only in marked packages"));
  }

  /** What is in the packages, without the pages of a feature: these stand higher. */
  private static DescribedPredicate<JavaClass> butPages(String... packages) {
    return resideInAnyPackage(packages).and(not(resideInAPackage("dev.attune.*.web..")));
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
