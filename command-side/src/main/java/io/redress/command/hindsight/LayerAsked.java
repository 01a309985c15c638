package io.redress.command.hindsight;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFiled;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.inquiry.InquiryAsked;
import io.redress.api.order.OrderRegistered;
import io.redress.api.returns.ReturnFiled;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.api.window.Obligation;
import io.redress.command.window.Obligations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A layer that was asked for the length of a window when it opened, and what it said.
 *
 * @param version the document that was asked, null where there was none
 * @param publishedAt when that version was published
 */
public record LayerAsked(
        Layer layer,
        Said said,
        @Nullable DocumentVersion version,
        @Nullable Instant publishedAt) {
    /** What a layer says. */
    public enum Said {
        /** It set the length. */
        SPOKE,
        /** There is a document, and it does not name the obligation. */
        SILENT,
        /** There was nothing to ask. */
        NOTHING_THERE
    }

    /** What a document says in one of its versions. */
    private record Version(
            DocumentVersion version, long position, Instant publishedAt, Map<Obligation, Length> windows) {}

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
                asked.add(new LayerAsked(layer, Said.SPOKE, spoke, version == null ? null : version.publishedAt()));
                return List.copyOf(asked);
            }
            if (layers.contains(layer)) {
                asked.add(silent(layer, opening, opened.window().obligation(), bound, histories));
            }
        }
        throw new IllegalStateException("no layer spoke for " + opened.window());
    }

    private static LayerAsked silent(
            Layer layer, Entry opening, Obligation obligation, Bound bound, Histories histories) {
        Version version = switch (layer) {
            case SERVICE_PLAN -> bound.plan() == null ? null : version(bound.plan(), histories);
            case EMERGENCY_MECHANISM ->
                bound.operator().isEmpty()
                        ? null
                        : newest(SubjectId.mechanism(bound.operator()), opening, obligation, histories);
            case PLATFORM_RULES -> newest(SubjectId.rules(), opening, obligation, histories);
            case AGREEMENT, DEFAULT -> null;
        };
        return version == null
                ? new LayerAsked(layer, Said.NOTHING_THERE, null, null)
                : new LayerAsked(layer, Said.SILENT, version.version(), version.publishedAt());
    }

    private static Version version(DocumentVersion version, Histories histories) {
        return versions(version.document(), histories).get(version.version() - 1);
    }

    /**
     * The newest version that was there when the window opened. One that names the obligation would have spoken: it was
     * stored while the act that opened the window was already under way.
     */
    private static @Nullable Version newest(
            SubjectId document, Entry opening, Obligation obligation, Histories histories) {
        Version newest = null;
        for (Version version : versions(document, histories)) {
            if (version.position() < opening.position() && !version.windows().containsKey(obligation)) {
                newest = version;
            }
        }
        return newest;
    }

    private static List<Version> versions(SubjectId document, Histories histories) {
        List<Version> versions = new ArrayList<>();
        for (Entry entry : histories.of(document)) {
            switch (entry.event()) {
                case PlanPublished plan -> versions.add(version(entry, plan.version(), plan.windows()));
                case MechanismPublished mechanism ->
                    versions.add(version(entry, mechanism.version(), mechanism.windows()));
                case RulesPublished rules -> versions.add(version(entry, rules.version(), rules.windows()));
                default -> {}
            }
        }
        return versions;
    }

    private static Version version(Entry entry, int number, Map<Obligation, Length> windows) {
        DocumentVersion version = new DocumentVersion(entry.event().subject(), number);
        return new Version(version, entry.position(), entry.event().at(), windows);
    }
}
