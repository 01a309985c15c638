package io.redress.app.architecture.bad.query.casefile;

import io.redress.app.architecture.bad.query.board.KnowsTheCaseFile;

public class KnowsTheBoard {
    KnowsTheCaseFile caseFile;
}
