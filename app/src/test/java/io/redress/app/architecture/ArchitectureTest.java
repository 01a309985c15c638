package io.redress.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house keeps its rules, and every rule would notice if it did not. */
class ArchitectureTest {
    private static final String PRODUCT = "io.redress";
    private static final String BAD = "io.redress.app.architecture.bad";
    private static final JavaClasses PRODUCT_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PRODUCT);
    private static final JavaClasses BAD_CLASSES = new ClassFileImporter().importPackages(BAD);

    @ParameterizedTest
    @EnumSource
    void the_house_keeps_its_rules(HouseRule rule) {
        rule.below(PRODUCT).check(PRODUCT_CLASSES);
    }

    @ParameterizedTest
    @EnumSource
    void every_bad_example_is_caught(HouseRule rule) {
        String report = rule.below(BAD).evaluate(BAD_CLASSES).getFailureReport().toString();
        Set<String> caught = new TreeSet<>();
        Pattern.compile("\\b" + Pattern.quote(BAD) + "[a-z.]*\\.([A-Z]\\w*)")
                .matcher(report)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(caught::add);
        assertThat(caught).containsAll(rule.caught());
    }

    @ParameterizedTest
    @EnumSource
    void a_rule_about_nothing_fails(HouseRule rule) {
        assertThatThrownBy(() -> rule.below("io.redress.nowhere").check(PRODUCT_CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }
}
