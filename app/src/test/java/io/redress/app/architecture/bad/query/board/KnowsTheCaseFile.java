package io.redress.app.architecture.bad.query.board;

import io.redress.app.architecture.bad.query.casefile.KnowsTheBoard;

public class KnowsTheCaseFile {
    KnowsTheBoard board;
}
