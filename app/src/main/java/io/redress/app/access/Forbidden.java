package io.redress.app.access;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The caller may know of it, but not do or read it. */
final class Forbidden extends ResponseStatusException {
    private static final long serialVersionUID = 1L;

    Forbidden() {
        super(HttpStatus.FORBIDDEN);
    }
}
