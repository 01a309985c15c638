package io.redress.app.published;

import io.redress.api.party.Side;
import io.redress.command.document.StatementKinds;
import io.redress.query.Texts.Bilingual;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What may be stated, by whom and in which fields. */
@RestController
final class StatementKindsHttp {
    /** All kinds of statements. */
    record Kinds(List<KindView> items) {}

    /** @param names what it names besides who states it; a question mark says perhaps */
    record KindView(
            String kind,
            String clause,
            List<Side> by,
            List<String> names,
            boolean open,
            Bilingual title,
            List<FieldView> fields) {}

    /** @param takes text, count, amount-fen, day, obligation, list, or the words that it knows, parted by bars */
    record FieldView(String field, String takes, boolean required, Bilingual title) {}

    private static final Kinds KINDS = new Kinds(StatementKinds.shipped().all().stream()
            .map(StatementKindsHttp::kind)
            .toList());

    private static KindView kind(StatementKinds.Kind kind) {
        return new KindView(
                kind.word(),
                kind.clause(),
                kind.by().stream().sorted().toList(),
                kind.names(),
                kind.open(),
                new Bilingual(kind.en(), kind.zh()),
                kind.fields().stream()
                        .map(field -> new FieldView(
                                field.path(), field.takes(), field.required(), new Bilingual(field.en(), field.zh())))
                        .toList());
    }

    @GetMapping("/api/v1/statements/kinds")
    Kinds kinds() {
        return KINDS;
    }
}
