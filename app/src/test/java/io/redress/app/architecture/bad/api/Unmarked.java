package io.redress.app.architecture.bad.api;

class Unmarked {}
