package io.redress.app.architecture.bad.query;

import io.redress.app.architecture.bad.app.Anything;

class KnowsTheApp extends Anything {}
