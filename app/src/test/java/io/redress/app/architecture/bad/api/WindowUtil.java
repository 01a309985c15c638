package io.redress.app.architecture.bad.api;

record WindowUtil() {}
