package caravan;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part of the hub may know which other part. */
@AnalyzeClasses(packages = "caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** A misunderstanding of an API that both sides shared would stay hidden. */
  @ArchTest
  static final ArchRule theSandboxKnowsNothingOfTheHub =
      noClasses()
          .that()
          .resideInAPackage("caravan.sandbox..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("caravan..").and(not(resideInAPackage("caravan.sandbox.."))));

  @ArchTest
  static final ArchRule onlyDemoBenchAndCommandLineKnowTheSandbox =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "caravan.sandbox..", "caravan.demo..", "caravan.bench..", "caravan.cli..")))
          .should()
          .dependOnClassesThat(resideInAPackage("caravan.sandbox.."));

  @ArchTest
  static final ArchRule theHubKnowsNeitherDemoNorBenchNorCommandLine =
      noClasses()
          .that(not(resideInAnyPackage("caravan.demo..", "caravan.bench..", "caravan.cli..")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("caravan.demo..", "caravan.bench..", "caravan.cli.."));

  /** What a record or a block is, is decided without a network, a file, a route or a database. */
  @ArchTest
  static final ArchRule recordsAndBlocksDoNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage("caravan.record..", "caravan.blocks..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.net.http..",
                  "java.nio.file..",
                  "java.sql..",
                  "org.apache.camel..",
                  "org.jdbi.."));

  /** caravan.sync.Deliveries is the exception: it is the idempotent consumer's repository. */
  @ArchTest
  static final ArchRule onlyTheStoreSpeaksSql =
      noClasses()
          .that(not(resideInAPackage("caravan.store..")))
          .and()
          .doNotHaveFullyQualifiedName("caravan.sync.Deliveries")
          .and() // a sink that is a database
          .doNotHaveFullyQualifiedName("caravan.playbook.PlaybookDatabase")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.jdbi..", "java.sql..", "com.zaxxer.."));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("caravan.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule aClassIsNamedAfterTheOneThingItDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper)");

  @ArchTest
  static final ArchRule onlyTheCommandLineWritesToTheConsole =
      noClasses()
          .that(not(resideInAPackage("caravan.cli..")))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  /** Who waits, waits for a condition. */
  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class);
}
