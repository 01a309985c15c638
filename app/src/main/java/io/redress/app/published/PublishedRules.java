package io.redress.app.published;

import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.party.Role;
import io.redress.api.window.Layer;
import io.redress.api.window.Obligation;
import io.redress.app.published.PublishedView.Channel;
import io.redress.app.published.PublishedView.Deal;
import io.redress.app.published.PublishedView.Document;
import io.redress.app.published.PublishedView.Kept;
import io.redress.app.published.PublishedView.Missing;
import io.redress.app.published.PublishedView.Period;
import io.redress.app.published.PublishedView.Readiness;
import io.redress.app.published.PublishedView.Recorded;
import io.redress.app.published.PublishedView.Stated;
import io.redress.app.published.PublishedView.Who;
import io.redress.command.document.StatementKinds;
import io.redress.command.window.Lengths;
import io.redress.command.window.ObligationTerms;
import io.redress.command.window.Terms;
import io.redress.query.Reader;
import io.redress.query.Texts.Bilingual;
import io.redress.query.documents.DocumentsQueries;
import io.redress.query.partyrecord.PartyRecordQueries;
import io.redress.query.partyrecord.PartyRecordView;
import io.redress.query.statements.StatementView;
import io.redress.query.statements.StatementsQueries;
import io.redress.query.statements.StatementsQueries.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Puts together what is published. Periods are asked of the very layers that the next window gets its length from, not
 * of a sheet. Statements are read as a stranger reads them; of documents and records only what is meant for everybody is
 * taken over: versions, never proposals, and counts, never cases.
 */
@Component
public class PublishedRules {
    private static final int STATEMENTS_MAX = 50;
    private static final int SESSIONS_MAX = 10;
    private static final int STATED_VERSIONS_MAX = 5;
    private static final int VERSIONS_MAX = 20;
    private static final int DEALS_MAX = 100;

    private final Terms terms;
    private final DocumentsQueries documents;
    private final StatementsQueries statements;
    private final PartyRecordQueries records;
    private final InstantSource legalClock;
    private final PublishedTexts texts = new PublishedTexts();
    private final Map<String, StatementKinds.Kind> kinds =
            StatementKinds.shipped().all().stream().collect(Collectors.toMap(StatementKinds.Kind::word, kind -> kind));

    PublishedRules(
            Terms terms,
            DocumentsQueries documents,
            StatementsQueries statements,
            PartyRecordQueries records,
            @Qualifier("legalClock") InstantSource legalClock) {
        this.terms = terms;
        this.documents = documents;
        this.statements = statements;
        this.records = records;
        this.legalClock = legalClock;
    }

    public PublishedView platform(Locale locale) {
        return new Page(locale, null, null, null).platform();
    }

    /**
     * What is published of a merchant.
     *
     * @param room whose plan with this merchant holds; null for what holds without one
     */
    public PublishedView merchant(String merchant, @Nullable String room, Locale locale) {
        return new Page(locale, merchant, room, room == null ? null : operator(room)).merchant();
    }

    /**
     * What is published of a room.
     *
     * @param merchant whose plan for this room holds; null for what holds without one
     */
    public PublishedView room(String room, @Nullable String merchant, Locale locale) {
        return new Page(locale, merchant, room, operator(room)).room();
    }

    /** Whoever registered the room; else with whom a service plan for it was agreed last. */
    private @Nullable String operator(String room) {
        Instant now = legalClock.instant();
        return statements.list(Reader.NOBODY, Wanted.about(room, "room"), now, null, 1).items().stream()
                .findFirst()
                .map(StatementView::operator)
                .or(() -> deals(null, room, now).stream()
                        .map(Deal::operator)
                        .filter(Objects::nonNull)
                        .findFirst())
                .orElse(null);
    }

    private List<Deal> deals(@Nullable String merchant, @Nullable String room, Instant now) {
        DocumentsQueries.Wanted plans = new DocumentsQueries.Wanted(SubjectId.Kind.PLAN, merchant, room, null, null);
        return documents.list(Reader.PLATFORM, plans, now, null, DEALS_MAX).items().stream()
                .filter(plan -> plan.inForce() != null)
                .map(plan -> new Deal(
                        Objects.requireNonNull(plan.merchant()),
                        Objects.requireNonNull(plan.room()),
                        plan.inForce() == null ? null : plan.inForce().agreedBy()))
                .toList();
    }

    /** One page in the making. */
    private final class Page {
        private final Locale locale;
        private final @Nullable String merchant;
        private final @Nullable String room;
        private final @Nullable String operator;
        private final Instant now = legalClock.instant();
        private final List<Missing> missing = new ArrayList<>();

        Page(Locale locale, @Nullable String merchant, @Nullable String room, @Nullable String operator) {
            this.locale = locale;
            this.merchant = merchant;
            this.room = room;
            this.operator = operator;
        }

        PublishedView platform() {
            List<Channel> channels = channels(Party.PLATFORM);
            requireChannel(Party.PLATFORM, channels, "6.1.3");
            if (channels.stream()
                    .noneMatch(channel ->
                            channel.channel().path("purpose").asString("").equals("report"))) {
                missing("report-channel", "6.3.3", "");
            }
            Who itself = who(Party.PLATFORM);
            return view(itself.party().toString(), itself.name(), itself.registered(), channels, List.of());
        }

        PublishedView merchant() {
            String name = Objects.requireNonNull(merchant);
            Party party = Party.merchant(name);
            List<Channel> channels = channels(party);
            requireChannel(party, channels, "6.4.2 d");
            List<Deal> deals = withTheOperator(deals(name, room, now));
            if (deals.isEmpty()) {
                missing("service-plan", "6.2.2 a", room == null ? name : name + " · " + room);
            }
            Who itself = who(party);
            return view(party.toString(), itself.name(), itself.registered(), channels, deals);
        }

        PublishedView room() {
            String here = Objects.requireNonNull(room);
            @Nullable
            StatementView stated =
                    statements.list(Reader.NOBODY, Wanted.about(here, "room"), now, null, 1).items().stream()
                            .findFirst()
                            .orElse(null);
            List<Deal> deals = withTheOperator(deals(merchant, here, now));
            List<Channel> channels = new ArrayList<>();
            if (operator == null) {
                missing("operator", "6.1.3", here);
            } else {
                Party runs = running(deals);
                channels.addAll(channels(runs));
                requireChannel(runs, channels, "6.4.1 c");
                if (runs.role() == Role.ROOM_OPERATOR && terms.documents().mechanism(runs.name(), now) == null) {
                    missing("emergency-mechanism", "6.2.1 d", runs.name());
                }
            }
            if (deals.isEmpty()) {
                missing("service-plan", "6.2.2 a", merchant == null ? here : merchant + " · " + here);
            }
            if (merchant != null && !merchant.equals(operator)) {
                channels.addAll(channels(Party.merchant(merchant)));
            }
            return view("room:" + here, said(stated), stated != null, channels, deals);
        }

        /** What was agreed with another room operator binds nobody here. */
        private List<Deal> withTheOperator(List<Deal> deals) {
            return deals.stream()
                    .filter(deal -> operator == null || operator.equals(deal.operator()))
                    .toList();
        }

        /** In a room that a merchant runs itself the merchant stands for both. */
        private Party running(List<Deal> deals) {
            String name = Objects.requireNonNull(operator);
            boolean selfRun = merchant == null
                    ? !deals.isEmpty()
                            && deals.stream().allMatch(deal -> deal.merchant().equals(name))
                    : merchant.equals(name);
            return selfRun ? Party.merchant(name) : Party.roomOperator(name);
        }

        private PublishedView view(
                String of, @Nullable String name, boolean registered, List<Channel> channels, List<Deal> deals) {
            Set<Party> parties = new LinkedHashSet<>();
            if (merchant != null) {
                parties.add(Party.merchant(merchant));
            }
            if (operator != null) {
                parties.add(running(deals));
            }
            if (parties.isEmpty() && room == null) {
                parties.add(Party.PLATFORM);
            }
            List<PartyRecordView> recorded = parties.stream()
                    .flatMap(party -> records.read(Reader.PLATFORM, party, PartyRecordQueries.Part.WHOLE).stream())
                    .toList();
            return new PublishedView(
                    of,
                    name,
                    registered,
                    new Readiness(missing.isEmpty(), List.copyOf(missing)),
                    merchant == null ? null : who(Party.merchant(merchant)),
                    operator == null ? null : who(running(deals)),
                    channels,
                    periods(recorded),
                    recorded.stream().map(Recorded::of).toList(),
                    stated(parties),
                    documents(),
                    deals);
        }

        private void missing(String what, String clause, String name) {
            missing.add(new Missing(what, clause, texts.missing(what, name, locale)));
        }

        private void requireChannel(Party party, List<Channel> channels, String clause) {
            if (channels.isEmpty()) {
                String clauses = clause.equals("6.1.3") ? clause : "6.1.3; " + clause;
                missing("channel", clauses, party.toString());
            }
        }

        private Who who(Party party) {
            @Nullable
            StatementView stated = statements.party(Reader.NOBODY, party, now).orElse(null);
            return new Who(party, said(stated), stated != null);
        }

        private @Nullable String said(@Nullable StatementView stated) {
            return stated == null || stated.inForce() == null
                    ? null
                    : stated.inForce().content().path("displayName").asString(null);
        }

        private List<Channel> channels(Party party) {
            return statements.party(Reader.NOBODY, party, now).stream()
                    .filter(stated -> stated.inForce() != null)
                    .flatMap(stated -> stated.inForce() == null
                            ? Stream.<JsonNode>empty()
                            : stated.inForce().content().path("channels").valueStream())
                    .map(channel -> new Channel(party, channel))
                    .toList();
        }

        private List<Period> periods(List<PartyRecordView> recorded) {
            Lengths lengths = terms.lengthsFrom(
                    now,
                    new Parties(
                            "",
                            Objects.requireNonNullElse(merchant, ""),
                            Objects.requireNonNullElse(operator, ""),
                            Objects.requireNonNullElse(room, "")));
            Map<Obligation, List<Kept>> kept = kept(recorded);
            return Stream.of(Obligation.values())
                    .map(obligation -> period(
                            obligation,
                            lengths.resolve(obligation, now),
                            Objects.requireNonNullElse(kept.get(obligation), List.of())))
                    .toList();
        }

        private Period period(Obligation obligation, Lengths.Resolved resolved, List<Kept> kept) {
            ObligationTerms row = terms.obligations().of(obligation);
            String length = resolved.length().text();
            String text = texts.length(resolved.length(), locale);
            return new Period(
                    obligation,
                    texts.name(obligation, locale),
                    row.owedBy().stream().map(Role::word).toList(),
                    row.clause(),
                    length,
                    text,
                    resolved.layer(),
                    texts.layer(resolved.layer(), locale),
                    resolved.document(),
                    row.layers().contains(Layer.AGREEMENT),
                    row.ceiling() == null ? null : row.ceiling().text(),
                    row.floor() == null ? null : row.floor().text(),
                    row.onLapse().word(),
                    kept);
        }

        private static Map<Obligation, List<Kept>> kept(List<PartyRecordView> recorded) {
            return recorded.stream()
                    .flatMap(record -> record.obligations().stream()
                            .map(line -> Map.entry(line.obligation(), kept(record.party(), line.figures()))))
                    .filter(line -> line.getValue().of() > 0)
                    .collect(Collectors.groupingBy(
                            Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        }

        private static Kept kept(Party party, PartyRecordView.Figures figures) {
            return new Kept(
                    party,
                    figures.metInTime(),
                    figures.metLate(),
                    figures.lapsed(),
                    figures.metInTime() + figures.metLate() + figures.lapsed());
        }

        /** What is stated openly; in a room also what was said of the goods lately, and what the platform shows there. */
        private List<Stated> stated(Set<Party> parties) {
            Stream<StatementView> theirs = parties.stream().flatMap(party -> list(Wanted.of(party), STATEMENTS_MAX));
            Stream<StatementView> here = room == null
                    ? Stream.of()
                    : Stream.concat(
                            list(Wanted.about(room, "disclosure"), SESSIONS_MAX),
                            list(
                                    new Wanted("dispute-information", Party.PLATFORM, null, null, null, null),
                                    STATEMENTS_MAX));
            return Stream.concat(theirs.filter(stated -> !stated.kind().equals("disclosure")), here)
                    .map(this::stated)
                    .toList();
        }

        private Stream<StatementView> list(Wanted wanted, int max) {
            return statements.list(Reader.NOBODY, wanted, now, null, max).items().stream();
        }

        private Stated stated(StatementView statement) {
            StatementKinds.Kind kind = Objects.requireNonNull(kinds.get(statement.kind()), statement.kind());
            return new Stated(
                    kind.word(),
                    PublishedTexts.in(new Bilingual(kind.en(), kind.zh()), locale),
                    kind.clause(),
                    statement,
                    statements
                            .versions(Reader.NOBODY, statement.subject(), now, null, STATED_VERSIONS_MAX)
                            .items());
        }

        private List<Document> documents() {
            Stream.Builder<SubjectId> subjects = Stream.builder();
            if (merchant != null && room != null) {
                subjects.add(SubjectId.plan(merchant, room));
            }
            if (operator != null) {
                subjects.add(SubjectId.mechanism(operator));
            }
            return subjects.add(SubjectId.rules())
                    .build()
                    .flatMap(subject -> documents.read(Reader.PLATFORM, subject, now, null, VERSIONS_MAX).stream()
                            .filter(document -> !document.versions().isEmpty())
                            .map(document -> new Document(subject, document.versions())))
                    .toList();
        }
    }
}
