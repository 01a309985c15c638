package io.redress.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveSimpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.Event;
import io.redress.api.EventName;
import io.redress.command.door.FrontDoor;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.NullMarked;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The rules of the house, each for any root package: the product's, which must keep them, and that of the bad examples,
 * each of which must be caught.
 */
enum HouseRule {
    THE_SIDES_DO_NOT_KNOW_EACH_OTHER(
            List.of("KnowsTheQuerySide", "KnowsTheCommandSide", "KnowsTheApp"),
            root -> CompositeArchRule.of(nothingIn(root + ".command..", knows(root + ".query..", root + ".app..")))
                    .and(nothingIn(root + ".query..", knows(root + ".command..", root + ".app..")))),

    THE_CONTRACT_KNOWS_JAVA_AND_ANNOTATIONS_ONLY(
            List.of("KnowsSpring", "KnowsMoreOfAxon"),
            root -> classes()
                    .that()
                    .resideInAPackage(root + ".api..")
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(
                                    root + ".api..",
                                    "java..",
                                    "org.jspecify.annotations..",
                                    "com.fasterxml.jackson.annotation..")
                            .or(belongToAnyOf(TargetAggregateIdentifier.class, Revision.class)))),

    PACKAGES_OF_THE_COMMAND_SIDE_ARE_FREE_OF_CYCLES(
            List.of("KnowsReturns", "KnowsOrders"),
            root -> slices().matching(root + ".command.(*)..").should().beFreeOfCycles()),

    PACKAGES_OF_THE_QUERY_SIDE_ARE_FREE_OF_CYCLES(
            List.of("KnowsTheCaseFile", "KnowsTheBoard", "KnowsASheet"),
            root -> CompositeArchRule.of(
                            slices().matching(root + ".query.(*)..").should().beFreeOfCycles())
                    .and(nothingIn(root + ".query", knows(root + ".query.*..")))),

    WHAT_DECIDES_IS_PURE(
            List.of("KnowsSpring", "ReadsTheDatabase", "WritesJson", "Logs", "DrawsLots", "NamesThings", "AsksTheTime"),
            root -> noClasses()
                    .that()
                    .resideInAnyPackage(deciding(root))
                    .should(dependOnClassesThat(machinery()))
                    .orShould(accessTargetWhere(theSystemsTime()))
                    .orShould(accessTargetWhere(theMachinesHabits()))),

    ONLY_THE_COMPOSITION_ROOT_MAKES_A_SYSTEM_CLOCK(
            List.of("MakesItsOwnClock", "AsksTheTime"),
            root -> noClasses()
                    .that()
                    .resideInAPackage(root + "..")
                    .and(describe(
                            "are not the wiring of the command side",
                            type -> !type.getSimpleName().equals("CommandSideConfiguration")))
                    .should(accessTargetWhere(theSystemsTime()))),

    SHEETS_ONLY_LISTEN(
            List.of("SendsCommands", "UsesTheFrontDoor", "CallsOut"),
            root -> nothingIn(
                    root + ".query..",
                    dependOnClassesThat(belongToAnyOf(
                                    CommandGateway.class,
                                    CommandBus.class,
                                    FrontDoor.class,
                                    Socket.class,
                                    URL.class,
                                    URLConnection.class,
                                    HttpURLConnection.class)
                            .or(resideInAnyPackage(
                                    "java.net.http..",
                                    "org.springframework.web.client..",
                                    "org.springframework.web.reactive..",
                                    "org.springframework.mail.."))))),

    SHEETS_ARE_KEPT_BY_CLASSES_NAMED_PROJECTION(
            List.of("KeepsASheet"),
            root -> classes()
                    .that()
                    .resideInAPackage(root + ".query..")
                    .and(describe("handle events", HouseRule::handlesEvents))
                    .should()
                    .haveSimpleNameEndingWith("Projection")),

    EVENTS_AND_ACTS_ARE_RECORDS(
            List.of("RefuseReturn"),
            root -> classes()
                    .that(resideInAPackage(root + "..")
                            .and(assignableTo(Event.class).or(assignableTo(Act.class)))
                            .and(describe("are no interfaces", type -> !type.isInterface())))
                    .should()
                    .beRecords()),

    RECORDS_HAVE_PLAIN_NAMES(
            List.of("ReturnRefusedEvent", "RefuseCommand", "WindowImpl", "WindowManager", "WindowUtil"),
            root -> noClasses()
                    .that()
                    .resideInAPackage(root + "..")
                    .and()
                    .areRecords()
                    .should(haveSimpleNameEndingWith("Command"))
                    .orShould(haveSimpleNameEndingWith("Event"))
                    .orShould(haveSimpleNameEndingWith("Impl"))
                    .orShould(haveSimpleNameEndingWith("Manager"))
                    .orShould(haveSimpleNameEndingWith("Util"))),

    EVERY_EVENT_HAS_A_STORED_NAME_AND_A_CLAUSE(
            List.of("ReturnRefusedEvent"),
            root -> classes()
                    .that(resideInAPackage(root + "..").and(assignableTo(Event.class)))
                    .and()
                    .areRecords()
                    .should(beAnnotatedWith(EventName.class))
                    .andShould(beAnnotatedWith(Clause.class))),

    EVERY_PACKAGE_SAYS_WHAT_MAY_BE_NULL(
            List.of("Unmarked"),
            root -> classes()
                    .that()
                    .resideInAnyPackage(root + ".api..", root + ".command..", root + ".query..")
                    .should(new ArchCondition<>("be in a @NullMarked package") {
                        @Override
                        public void check(JavaClass type, ConditionEvents events) {
                            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                            events.add(
                                    new SimpleConditionEvent(type, marked, type.getName() + " is marked: " + marked));
                        }
                    })),

    ADDRESSES_ARE_SERVED_BY_CLASSES_NAMED_HTTP(
            List.of("CaseFileController"),
            root -> CompositeArchRule.of(classes()
                            .that()
                            .resideInAPackage(root + "..")
                            .and()
                            .areMetaAnnotatedWith(Controller.class)
                            .should()
                            .haveSimpleNameEndingWith("Http"))
                    .and(methods()
                            .that()
                            .areDeclaredInClassesThat(resideInAPackage(root + ".."))
                            .and()
                            .areMetaAnnotatedWith(RequestMapping.class)
                            .should()
                            .beDeclaredInClassesThat()
                            .haveSimpleNameEndingWith("Http")));

    private static final List<String> DECIDING =
            List.of("window", "order", "demand", "returns", "complaint", "inquiry", "report", "document");

    private final List<String> caught;
    private final Function<String, ArchRule> rule;

    HouseRule(List<String> caught, Function<String, ArchRule> rule) {
        this.caught = caught;
        this.rule = rule;
    }

    /** The rule for everything below a package. */
    ArchRule below(String root) {
        return rule.apply(root);
    }

    /** The bad examples that it must catch, by their simple names. */
    List<String> caught() {
        return caught;
    }

    private static boolean handlesEvents(JavaClass type) {
        return type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(EventHandler.class));
    }

    private static String[] deciding(String root) {
        return DECIDING.stream().map(name -> root + ".command." + name + "..").toArray(String[]::new);
    }

    private static ArchRule nothingIn(String where, ArchCondition<JavaClass> condition) {
        return noClasses().that().resideInAPackage(where).should(condition);
    }

    private static ArchCondition<JavaClass> knows(String... packages) {
        return dependOnClassesThat(resideInAnyPackage(packages));
    }

    private static DescribedPredicate<JavaClass> machinery() {
        return resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "javax.sql..",
                        "tools.jackson..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "java.util.logging..",
                        "org.apache.commons.logging..")
                .or(belongToAnyOf(UUID.class, System.Logger.class))
                .or(assignableTo(RandomGenerator.class));
    }

    /** Whatever says what time it is on this machine; {@code System.nanoTime} measures and does not say. */
    private static DescribedPredicate<JavaAccess<?>> theSystemsTime() {
        return describe("ask the system for the time", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getName();
            return (owner.getPackageName().startsWith("java.time") && name.equals("now"))
                    || (owner.isEquivalentTo(Clock.class) && (name.startsWith("system") || name.startsWith("tick")))
                    || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                    || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"))
                    || (owner.isEquivalentTo(Date.class) && name.equals("<init>"));
        });
    }

    private static DescribedPredicate<JavaAccess<?>> theMachinesHabits() {
        return describe("ask the machine", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getName();
            return (owner.isEquivalentTo(ZoneId.class) && name.equals("systemDefault"))
                    || (owner.isEquivalentTo(Locale.class) && name.equals("getDefault"))
                    || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                    || (owner.isEquivalentTo(System.class)
                            && List.of("nanoTime", "getenv", "getProperty").contains(name));
        });
    }
}
