package io.redress.command.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.document.PlanAdjustmentAsked;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.StatementPublished;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.report.ViolationReported;
import io.redress.api.returns.ReturnFiled;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * Who has a part in a case: what its history says, never a sheet, which may lag. The first event says it for ever and
 * is remembered; only a plan may be dealt over with another operator later, and is read anew.
 */
public final class StoredParties {
    private static final int CASES_MAX = 100_000;

    private final EventStorageEngine events;
    private final Cache<SubjectId, List<Parties>> known =
            Caffeine.newBuilder().maximumSize(CASES_MAX).build();

    public StoredParties(EventStorageEngine events) {
        this.events = events;
    }

    /**
     * The parties of a case, with empty names where it has none; several of a plan about which a merchant has dealt with
     * several operators, the latest last. Nothing when there is no such case.
     */
    public List<Parties> of(SubjectId subject) {
        List<Parties> before = known.getIfPresent(subject);
        if (before != null) {
            return before;
        }
        List<Parties> parties = read(subject);
        if (!parties.isEmpty() && subject.kind() != SubjectId.Kind.PLAN) {
            known.put(subject, parties);
        }
        return parties;
    }

    /**
     * Which room operator a plan has to be agreed with: the one that stated the room; else the one that agreed to the
     * plan so far. Null while neither is there.
     */
    public @Nullable String runsTheRoom(String merchant, String room) {
        String operator = null;
        SubjectId stated = SubjectId.statement("room", Party.PLATFORM, new Parties("", "", "", room), null);
        for (SubjectId subject : List.of(SubjectId.plan(merchant, room), stated)) {
            DomainEventStream history = events.readEvents(subject.toString(), 0);
            while (history.hasNext()) {
                operator = switch ((Event) history.next().getPayload()) {
                    case PlanPublished plan -> plan.agreedBy();
                    case StatementPublished statement -> statement.parties().operator();
                    default -> operator;
                };
            }
        }
        return operator;
    }

    private List<Parties> read(SubjectId subject) {
        DomainEventStream history = events.readEvents(subject.toString(), 0);
        List<Parties> parties = new ArrayList<>();
        while (history.hasNext() && (parties.isEmpty() || subject.kind() == SubjectId.Kind.PLAN)) {
            @Nullable Parties said = said((Event) history.next().getPayload());
            if (said != null) {
                parties.add(said);
            }
        }
        return List.copyOf(parties);
    }

    private static @Nullable Parties said(Event event) {
        return switch (event) {
            case OrderRegistered begun -> begun.parties();
            case ReturnFiled begun -> begun.parties();
            case ComplaintFiled begun -> begun.parties();
            case InquiryAsked begun -> begun.parties();
            case ViolationReported begun -> new Parties("", "", "", begun.room());
            case PlanAdjustmentAsked asked -> asked.parties();
            case PlanProposed proposed -> proposed.parties();
            case PlanPublished plan -> new Parties("", plan.merchant(), plan.agreedBy(), plan.room());
            case StatementPublished stated -> stated.parties();
            default -> null;
        };
    }
}
