package io.redress.query.partyrecord;

import io.redress.api.party.Party;
import io.redress.query.partyrecord.PartyRecordQueries.Part;
import org.springframework.web.util.UriComponentsBuilder;

/** The addresses of the lists behind one record: of its party, for the part that it counts. */
record Lists(Party party, Part part) {
    String windows(String... filters) {
        return list("windows", filters);
    }

    String interventions(String... filters) {
        return list("interventions", filters);
    }

    String ratings(String... filters) {
        return list("ratings", filters);
    }

    /** @param filters names and values in turn */
    private String list(String list, String... filters) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/api/v1/parties/{party}/record/" + list);
        if (part.from() != null) {
            address.queryParam("from", part.from());
        }
        if (part.to() != null) {
            address.queryParam("to", part.to());
        }
        if (part.room() != null) {
            address.queryParam("room", "{room}");
        }
        for (int i = 0; i < filters.length; i += 2) {
            address.queryParam(filters[i], filters[i + 1]);
        }
        return address.encode()
                .buildAndExpand(
                        part.room() == null
                                ? new Object[] {party.toString()}
                                : new Object[] {party.toString(), part.room()})
                .toUriString();
    }
}
