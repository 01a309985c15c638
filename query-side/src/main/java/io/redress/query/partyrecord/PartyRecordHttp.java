package io.redress.query.partyrecord;

import io.redress.api.demand.DemandRated;
import io.redress.api.party.Party;
import io.redress.query.Asked;
import io.redress.query.BadQuestion;
import io.redress.query.NotOnSheet;
import io.redress.query.Page;
import io.redress.query.Reader;
import io.redress.query.WindowView;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import io.redress.query.partyrecord.PartyRecordQueries.Which;
import io.redress.query.partyrecord.PartyRecordView.InterventionView;
import io.redress.query.partyrecord.PartyRecordView.RatingView;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/parties/{party}/record")
final class PartyRecordHttp {
    private static final List<String> OUTCOMES = List.of(
            "open", "decided-against", "decided-for", "decided-on-others", "settled", "referred", "ended", "rescinded");

    private static final List<Integer> STARS =
            IntStream.rangeClosed(1, DemandRated.STARS_MAX).boxed().toList();

    private final PartyRecordQueries records;
    private final InstantSource legalClock;

    PartyRecordHttp(PartyRecordQueries records, @Qualifier("legalClock") InstantSource legalClock) {
        this.records = records;
        this.legalClock = legalClock;
    }

    @GetMapping
    PartyRecordView read(
            Reader reader,
            @PathVariable String party,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String room) {
        return records.read(reader, party(reader, party), part(from, to, room))
                .orElseThrow(() -> new NotOnSheet("party", party));
    }

    @GetMapping("/windows")
    Page<WindowView> windows(
            Reader reader,
            @PathVariable String party,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable String obligation,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String owed,
            @RequestParam(required = false) @Nullable String rescinded,
            @RequestParam(required = false) @Nullable String unheard,
            @RequestParam(required = false) @Nullable String withdrawnBy,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Which which = Which.asked(obligation, outcome, owed, rescinded, unheard, withdrawnBy);
        return records.windows(
                reader,
                party(reader, party),
                part(from, to, room),
                which,
                cursor,
                Page.limit(limit),
                legalClock.instant());
    }

    @GetMapping("/interventions")
    Page<InterventionView> interventions(
            Reader reader,
            @PathVariable String party,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        String asked = Asked.oneOf("outcome", outcome, OUTCOMES, word -> word);
        return records.interventions(
                reader, party(reader, party), part(from, to, room), asked, cursor, Page.limit(limit));
    }

    @GetMapping("/ratings")
    Page<RatingView> ratings(
            Reader reader,
            @PathVariable String party,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable String stars,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Integer asked = Asked.oneOf("stars", stars, STARS, String::valueOf);
        return records.ratings(reader, party(reader, party), part(from, to, room), asked, cursor, Page.limit(limit));
    }

    /** What is no party has no record, and of others a reader learns no more. */
    private static Party party(Reader reader, String text) {
        try {
            Party party = Asked.party(text);
            if (reader.maySeeRecordOf(party)) {
                return party;
            }
        } catch (IllegalArgumentException _) {
            // answered like a party without a record
        }
        throw new NotOnSheet("party", text);
    }

    private static Part part(@Nullable String from, @Nullable String to, @Nullable String room) {
        @Nullable LocalDate first = Asked.day("from", from);
        @Nullable LocalDate last = Asked.day("to", to);
        if (first != null && last != null && last.isBefore(first)) {
            throw new BadQuestion("to", "day-from", first.toString());
        }
        return new Part(first, last, Asked.name("room", room));
    }
}
