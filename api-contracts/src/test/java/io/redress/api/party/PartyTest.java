package io.redress.api.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartyTest {
    static Stream<Party> parties() {
        return Stream.of(
                Party.consumer("林小满"),
                Party.consumer(""),
                Party.merchant("a:b"),
                Party.merchant("platform"),
                Party.roomOperator("H1"),
                Party.PLATFORM);
    }

    @ParameterizedTest
    @MethodSource("parties")
    void a_party_reads_back_from_its_text(Party party) {
        assertThat(Party.parse(party.toString())).isEqualTo(party);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "merchants:M1", "Merchant:M1", "operator:H1", ":M1"})
    void what_names_no_party_is_refused(String text) {
        assertThatThrownBy(() -> Party.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_operator_of_a_self_run_room_is_the_merchant() {
        Parties selfRun = new Parties("U1", "M1", "M1", "L1");
        assertThat(selfRun.selfRun()).isTrue();
        assertThat(selfRun.party(Side.OPERATOR)).isEqualTo(Party.merchant("M1"));
        Parties two = new Parties("U1", "M1", "H1", "L1");
        assertThat(two.selfRun()).isFalse();
        assertThat(two.party(Side.OPERATOR)).isEqualTo(Party.roomOperator("H1"));
        assertThat(two.party(Side.CONSUMER)).isEqualTo(Party.consumer("U1"));
        assertThat(two.party(Side.PLATFORM)).isEqualTo(Party.PLATFORM);
    }
}
