package io.redress.query.casefile;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Ending;
import io.redress.query.CaseState;
import io.redress.query.PersonalData;
import io.redress.query.Question;
import io.redress.query.Reader;
import io.redress.query.SheetReader;
import io.redress.query.SheetReader.Row;
import io.redress.query.Visible;
import io.redress.query.WindowView;
import io.redress.query.casefile.CaseFileView.EntryView;
import io.redress.query.casefile.CaseFileView.Registered;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads case files. */
@Component
public final class CaseFileQueries {
    /** Far more than a case has; whoever has more (a party may urge every minute) reads on. */
    static final int ENTRIES_MAX = 500;

    private static final int WINDOWS_MAX = 1000;
    private static final String MESSAGE = "demand.message-sent.v1";

    private final SheetReader sheets;
    private final PersonalData personal;
    private final EntryTexts texts = new EntryTexts();

    CaseFileQueries(SheetReader sheets, PersonalData personal) {
        this.sheets = sheets;
        this.personal = personal;
    }

    /**
     * The file of a case as it stands at {@code now}.
     *
     * @param after only the entries after this position; from the beginning with -1
     */
    public Optional<CaseFileView> read(Reader reader, SubjectId subject, long after, Instant now) {
        Question header =
                Question.of("""
                SELECT *, (SELECT count(*) FROM read_model.case_file_entry e WHERE e.subject = f.subject %s) AS version,
                    EXISTS (SELECT FROM read_model.statement s
                        WHERE s.kind = 'party' AND s.said_by = 'merchant:' || f.merchant) AS merchant_registered,
                    EXISTS (SELECT FROM read_model.statement s
                        WHERE s.kind = 'party' AND s.said_by = CASE WHEN f.operator = f.merchant
                            THEN 'merchant:' ELSE 'room-operator:' END || f.operator) AS operator_registered,
                    (SELECT decision FROM read_model.case_file_undecided u WHERE u.subject = f.subject)
                        AS decision_proposed
                FROM read_model.case_file f WHERE subject = ?""".formatted(known(reader)), subject.toString()).openTo(reader, "");
        Visible visible = Visible.to(reader, subject, personal.of(reader, List.of(subject)));
        return sheets.atOnce(reader, rows -> {
            List<WindowView> windows = rows.list(windows(subject), row -> WindowView.of(row, now));
            List<EntryView> entries = rows.list(entries(reader, subject, after), row -> entry(row, visible));
            return rows.one(header, row -> file(row, windows, entries, visible));
        });
    }

    private static Question windows(SubjectId subject) {
        return Question.of("""
                SELECT * FROM read_model.case_file_window WHERE owner = ?
                ORDER BY opened_position, opened_index LIMIT ?""", subject.toString(), WINDOWS_MAX);
    }

    /** The events that this reader may know; the version of the case is their number. */
    private static String known(Reader reader) {
        return reader.isPlatform()
                ? ""
                : "AND event NOT IN ('intervention.decision-proposed.v1', 'intervention.decision-returned.v1')";
    }

    private static Question entries(Reader reader, SubjectId subject, long after) {
        Question question = Question.of("""
                SELECT *, EXISTS (SELECT FROM read_model.case_file WHERE subject = ? AND intervention <> 'none')
                    AS stepped_in
                FROM read_model.case_file_entry LEFT JOIN read_model.case_file_message USING (subject, position)
                WHERE subject = ? AND position > ?""", subject.toString(), subject.toString(), after);
        return question.and(known(reader)).and("ORDER BY position LIMIT ?", ENTRIES_MAX + 1);
    }

    private EntryView entry(Row row, Visible visible) throws SQLException {
        String event = row.text("event");
        String by = row.text("by");
        JsonNode facts = visible.facts(Facts.read(row.text("facts")));
        if (event.equals(MESSAGE)) {
            facts = visible.message(row.personalIfAny("text"), row.flag("stepped_in"));
        }
        JsonNode changes = Facts.read(row.text("changes"));
        return new EntryView(
                row.number("position"),
                row.time("at"),
                row.timeIfAny("lapsed_due_at"),
                event,
                Party.parse(by),
                texts.summary(event, by, facts, changes),
                facts,
                changes,
                visible.trail(row.textIfAny("caller")));
    }

    private static @Nullable JsonNode ifAny(Row row, String column, Visible visible) throws SQLException {
        @Nullable String json = row.textIfAny(column);
        return json == null ? null : visible.facts(Facts.read(json));
    }

    private static CaseFileView file(Row row, List<WindowView> windows, List<EntryView> oneMore, Visible visible)
            throws SQLException {
        boolean more = oneMore.size() > ENTRIES_MAX;
        List<EntryView> entries = more ? List.copyOf(oneMore.subList(0, ENTRIES_MAX)) : oneMore;
        @Nullable String respondent = row.textIfAny("respondent");
        @Nullable String ending = row.textIfAny("ending");
        return new CaseFileView(
                SubjectId.parse(row.text("subject")),
                new Parties(row.text("consumer"), row.text("merchant"), row.text("operator"), row.text("room")),
                new Registered(row.flag("merchant_registered"), row.flag("operator_registered")),
                respondent == null ? null : Party.parse(respondent),
                CaseState.of(row.text("state")),
                ending == null ? null : Ending.of(ending),
                row.timeIfAny("reopenable_until"),
                row.text("intervention"),
                row.flag("serious"),
                row.number("amount_fen"),
                row.number("paid_back_fen"),
                ifAny(row, "decision", visible),
                ifAny(row, "appeal", visible),
                visible.undecided(ifAny(row, "decision_proposed", visible)),
                visible.facts(Facts.read(row.text("about"))),
                row.time("begun_at"),
                visible.personalData().word(),
                windows,
                entries,
                more ? entries.getLast().position() : null,
                row.number("version"));
    }
}
