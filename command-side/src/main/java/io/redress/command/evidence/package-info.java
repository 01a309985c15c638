/** The files that parties show as evidence: staged in pieces, checked before they are anything, written once. */
@NullMarked
package io.redress.command.evidence;

import org.jspecify.annotations.NullMarked;
