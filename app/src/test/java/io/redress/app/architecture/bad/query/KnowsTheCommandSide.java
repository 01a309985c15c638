package io.redress.app.architecture.bad.query;

import io.redress.app.architecture.bad.command.order.Anything;

class KnowsTheCommandSide extends Anything {}
