package io.redress.app.architecture.bad.command;

import io.redress.app.architecture.bad.query.board.Anything;

class KnowsTheQuerySide extends Anything {}
