package io.redress.api.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthTest {
    @ParameterizedTest
    @CsvSource({
        "PT48H, SECONDS, 172800",
        "PT90M, SECONDS, 5400",
        "PT1S, SECONDS, 1",
        "PT1H30M, SECONDS, 5400",
        "PT1H30M15S, SECONDS, 5415",
        "PT2H5S, SECONDS, 7205",
        "PT0H1M, SECONDS, 60",
        "PT876600H, SECONDS, 3155760000",
        "P7D, CALENDAR_DAYS, 7",
        "P15D, CALENDAR_DAYS, 15",
        "P007D, CALENDAR_DAYS, 7",
        "P36525D, CALENDAR_DAYS, 36525",
        "P3WD, WORKING_DAYS, 3",
        "P1WD, WORKING_DAYS, 1"
    })
    void a_length_is_read_as_it_was_written(String text, Length.Unit unit, long amount) {
        Length length = Length.parse(text);
        assertThat(length).isEqualTo(new Length(text, unit, amount));
        assertThat(length).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "P",
                "PT",
                "T1H",
                "PD",
                "PWD",
                "P0D",
                "P0WD",
                "PT0H",
                "PT0H0M0S",
                "P-7D",
                "P+7D",
                "-P7D",
                "P7.5D",
                "PT1.5H",
                "P1,5D",
                "P7d",
                "p7D",
                "PT48h",
                "7D",
                "P7",
                "P7D ",
                " P7D",
                "P7D\n",
                "P7DT1H",
                "P7DW",
                "P1W",
                "P1M",
                "P1Y",
                "P1Y2M3D",
                "PT1S1H",
                "PT1H1H",
                "PT1M1H",
                "P1WDT1H",
                "PT5WD",
                "P７D",
                "P٧D",
                "48",
                "48h",
                "P36526D",
                "P36526WD",
                "PT876600H1S",
                "P1234567890D",
                "PT9999999999H",
                "P99999999999999999999D"
            })
    void what_is_no_length_is_refused(String text) {
        assertThatThrownBy(() -> Length.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void an_obligation_is_found_by_its_id_alone() {
        assertThat(Obligation.values()).hasSize(40);
        for (Obligation obligation : Obligation.values()) {
            assertThat(obligation.id()).matches("(merchant|room-operator|consumer|platform|party)(-[a-z]+)+");
            assertThat(Obligation.of(obligation.id())).isSameAs(obligation);
            assertThat(Obligation.find(obligation.name())).isNull();
        }
        assertThatThrownBy(() -> Obligation.of("merchant-sing")).isInstanceOf(IllegalArgumentException.class);
    }
}
