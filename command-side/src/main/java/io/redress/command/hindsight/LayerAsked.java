package io.redress.command.hindsight;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.document.NewVersion;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.order.OrderRegistered;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.command.window.Obligations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A layer that was asked for the length of a window when it opened, and what it said.
 *
 * @param version the document that was asked, null where there was none
 * @param publishedAt when that version was published
 * @param inEffectFrom from when on it is in effect, unless a later version is
 */
public record LayerAsked(
        Layer layer,
        Said said,
        @Nullable DocumentVersion version,
        @Nullable Instant publishedAt,
        @Nullable Instant inEffectFrom) {
    /** What a layer says. */
    public enum Said {
        /** It set the length. */
        SPOKE,
        /** There is a document, and it does not name the obligation. */
        SILENT,
        /** There was nothing to ask. */
        NOTHING_THERE
    }

    /** A version of a document, and its place among all events. */
    private record Version(long position, NewVersion event) {
        DocumentVersion version() {
            return new DocumentVersion(event.subject(), event.version());
        }
    }

    /** What the case is bound to, as its first event says. */
    private record Bound(@Nullable DocumentVersion plan, String operator) {
        static Bound by(Event first) {
            return switch (first) {
                case OrderRegistered order ->
                    new Bound(order.plan(), order.parties().operator());
                case ReturnFiled filed ->
                    new Bound(filed.plan(), filed.parties().operator());
                case ComplaintFiled filed ->
                    new Bound(filed.plan(), filed.parties().operator());
                case InquiryAsked asked ->
                    new Bound(asked.plan(), asked.parties().operator());
                default -> new Bound(null, "");
            };
        }
    }

    /** The layers that were asked, in order; the last of them spoke. */
    static List<LayerAsked> of(
            Entry opening, Change.Opened opened, Event first, Histories histories, Obligations obligations) {
        Set<Layer> layers = obligations.of(opened.window().obligation()).layers();
        Bound bound = Bound.by(first);
        List<LayerAsked> asked = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            if (layer == opened.layer()) {
                DocumentVersion spoke = opened.document();
                Version version = spoke == null ? null : version(spoke, histories);
                asked.add(of(layer, Said.SPOKE, version));
                return List.copyOf(asked);
            }
            if (layers.contains(layer)) {
                asked.add(silent(layer, opening, opened, bound, histories));
            }
        }
        throw new IllegalStateException("no layer spoke for " + opened.window());
    }

    private static LayerAsked of(Layer layer, Said said, @Nullable Version version) {
        return version == null
                ? new LayerAsked(layer, said, null, null, null)
                : new LayerAsked(
                        layer,
                        said,
                        version.version(),
                        version.event().at(),
                        version.event().inEffectFrom());
    }

    private static LayerAsked silent(
            Layer layer, Entry opening, Change.Opened opened, Bound bound, Histories histories) {
        Version version = switch (layer) {
            case SERVICE_PLAN -> bound.plan() == null ? null : version(bound.plan(), histories);
            case EMERGENCY_MECHANISM ->
                bound.operator().isEmpty()
                        ? null
                        : inEffect(SubjectId.mechanism(bound.operator()), opening, opened, histories);
            case PLATFORM_RULES -> inEffect(SubjectId.rules(), opening, opened, histories);
            case AGREEMENT, DEFAULT -> null;
        };
        return of(layer, version == null ? Said.NOTHING_THERE : Said.SILENT, version);
    }

    private static Version version(DocumentVersion version, Histories histories) {
        return versions(version.document(), histories).get(version.version() - 1);
    }

    /**
     * The newest version that was there and in effect when the window opened. One that names the obligation would have
     * spoken: it was stored while the act that opened the window was already under way.
     */
    private static @Nullable Version inEffect(
            SubjectId document, Entry opening, Change.Opened opened, Histories histories) {
        Version newest = null;
        for (Version version : versions(document, histories)) {
            if (version.position() < opening.position()
                    && !version.event().inEffectFrom().isAfter(opened.openedAt())
                    && !version.event().windows().containsKey(opened.window().obligation())) {
                newest = version;
            }
        }
        return newest;
    }

    private static List<Version> versions(SubjectId document, Histories histories) {
        List<Version> versions = new ArrayList<>();
        for (Entry entry : histories.of(document)) {
            if (entry.event() instanceof NewVersion event) {
                versions.add(new Version(entry.position(), event));
            }
        }
        return versions;
    }
}
