package io.redress.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.app.access.Caller.Kind;
import io.redress.app.access.Caller.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallerTest {
    @Test
    void nobody_may_be_good_for_nothing() {
        assertThat(Kind.NOBODY.most()).isEmpty();
        assertThat(Caller.nobody().kind()).isEqualTo(Kind.NOBODY);
        assertThat(Scope.values()).noneMatch(Caller.nobody()::has);
    }

    @Test
    void a_feed_reports_facts_and_nothing_else() {
        assertThat(Kind.FEED.most()).containsExactly(Scope.FACTS);
    }

    @ParameterizedTest
    @EnumSource
    void only_the_platform_looks_after_the_service(Kind kind) {
        assertThat(kind.most().contains(Scope.ADMIN)).isEqualTo(kind == Kind.PLATFORM);
    }
}
