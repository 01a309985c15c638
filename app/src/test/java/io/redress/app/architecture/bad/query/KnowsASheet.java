package io.redress.app.architecture.bad.query;

import io.redress.app.architecture.bad.query.board.KnowsTheCaseFile;

class KnowsASheet {
    KnowsTheCaseFile caseFile;
}
