package io.redress.command.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.api.Event;
import io.redress.api.document.PlanProposed;
import io.redress.api.document.PlanPublished;
import io.redress.api.document.RulesPublished;
import io.redress.api.order.OrderRegistered;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import io.redress.api.window.DocumentVersion;
import io.redress.api.window.Layer;
import io.redress.api.window.Length;
import io.redress.command.rule.Rule;
import io.redress.command.scenario.Story;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Service plans, emergency mechanisms and the platform rules: who may say how long a window is, and from when. */
@Tag("story")
class DocumentTest {
    @Nested
    class Speaking {
        @Test
        void the_service_plan_comes_before_the_platform_rules_and_they_before_the_default() {
            Story.begins()
                    .does("publish-rules windows={merchant-ship-goods:P4WD,merchant-execute-refund:PT12H}")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open until 11-18 00:00 from platform-rules")
                    .does("publish-plan windows={merchant-ship-goods:P2WD}", "register-order O2")
                    .shows("O2", "merchant-ship-goods open until 11-14 00:00 from service-plan")
                    .does("file-return R1 order=O2 kind=refund-only reason=late-shipment lines=A", "accept-return R1")
                    .shows(
                            "R1",
                            "merchant-decide-refund-only met until 11-13 20:00 from default",
                            "room-operator-urge-aftersale withdrawn from default",
                            "merchant-execute-refund open until 11-12 08:00 from platform-rules");
        }

        @Test
        void the_emergency_mechanism_speaks_for_the_room_operator() {
            Story.begins()
                    .does(
                            "publish-rules windows={room-operator-accept-complaint:PT20H,room-operator-resolve-complaint:PT60H}")
                    .does("publish-mechanism windows={room-operator-accept-complaint:PT10H}")
                    .does("file-complaint C1 against=operator")
                    .shows(
                            "C1",
                            "room-operator-accept-complaint open until 11-12 06:00 from emergency-mechanism",
                            "room-operator-resolve-complaint open until 11-14 08:00 from platform-rules");
        }

        @Test
        void a_mechanism_speaks_for_its_own_operator_alone() {
            Story.begins()
                    .does("publish-mechanism operator=H2 windows={room-operator-accept-complaint:PT10H}")
                    .does("file-complaint C1 against=operator")
                    .showsAmongOthers("C1", "room-operator-accept-complaint open from default");
        }

        @Test
        void a_plan_speaks_for_its_own_merchant_and_room_alone() {
            Story.begins()
                    .does("publish-plan merchant=M2 windows={merchant-ship-goods:P1WD}")
                    .does("publish-plan room=L2 windows={merchant-ship-goods:P1WD}")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open from default");
        }

        /** Section 2: the plan is that of merchant and room, whoever runs the room by now. */
        @Test
        void the_newest_plan_of_merchant_and_room_counts_whoever_agreed_to_it() {
            Story.begins()
                    .does("publish-plan windows={merchant-ship-goods:P2WD}")
                    .does("register-order O1", "register-order O2 operator=H3")
                    .does("publish-plan agreedBy=H2 windows={merchant-ship-goods:P1WD}")
                    .does("register-order O3", "register-order O4 operator=M1")
                    .shows("O1", "merchant-ship-goods open until 11-14 00:00 from service-plan")
                    .shows("O2", "merchant-ship-goods open until 11-14 00:00 from service-plan")
                    .shows("O3", "merchant-ship-goods open until 11-13 00:00 from service-plan")
                    .shows("O4", "merchant-ship-goods open until 11-13 00:00 from service-plan");
        }

        /** Parties are whatever name is used, and the key of a plan joins two of them. */
        @Test
        void names_with_a_slash_do_not_borrow_each_others_plan() {
            Story.begins()
                    .does("publish-plan merchant=a/b room=c windows={merchant-ship-goods:P1WD}")
                    .does("register-order O1 merchant=a room=b/c", "register-order O2 merchant=a/b room=c")
                    .shows("O1", "merchant-ship-goods open from default")
                    .shows("O2", "merchant-ship-goods open from service-plan");
        }

        @Test
        void an_agreed_date_comes_before_all() {
            Story.begins()
                    .does(
                            "publish-plan windows={merchant-ship-goods:P2WD}",
                            "register-order O1 agreedShipBy=12-24T18:00")
                    .shows("O1", "merchant-ship-goods open until 12-24 18:00 from agreement");
        }

        @Test
        void what_was_resolved_is_frozen_in_the_event() {
            Story story = Story.begins()
                    .does(
                            "publish-plan windows={}",
                            "publish-plan windows={merchant-ship-goods:P2WD}",
                            "register-order O1");
            OrderRegistered registered = story.newest(OrderRegistered.class);
            DocumentVersion second = new DocumentVersion(io.redress.api.SubjectId.plan("M1", "L1"), 2);
            assertThat(registered.plan()).isEqualTo(second);
            assertThat(registered.changes()).singleElement().isInstanceOfSatisfying(Change.Opened.class, opened -> {
                assertThat(opened.length()).isEqualTo(Length.parse("P2WD"));
                assertThat(opened.layer()).isEqualTo(Layer.SERVICE_PLAN);
                assertThat(opened.document()).isEqualTo(second);
                assertThat(opened.clause()).isEqualTo("5.5.2.4; 6.4.2 b; 6.4.3 b");
            });
            story.does("publish-plan windows={}")
                    .afterARestart()
                    .shows("O1", "merchant-ship-goods open until 11-14 00:00 from service-plan");
        }

        @Test
        void in_a_self_run_room_the_merchants_plan_speaks_all_the_same() {
            Story.beginsInASelfRunRoom()
                    .does(
                            "publish-plan windows={merchant-accept-complaint:PT10H}",
                            "file-complaint C1 against=operator")
                    .showsAmongOthers("C1", "merchant-accept-complaint open until 11-12 06:00 from service-plan");
        }
    }

    @Nested
    class Versions {
        @Test
        void a_new_version_replaces_the_old_one_whole() {
            Story story = Story.begins()
                    .does("publish-rules windows={merchant-decide-refund-only:PT30H}")
                    .does("publish-plan windows={merchant-ship-goods:P2WD,merchant-decide-refund-only:PT40H}")
                    .does("publish-plan windows={merchant-execute-refund:PT20H}");
            assertThat(story.newest(PlanPublished.class).version()).isEqualTo(2);
            story.does(
                            "register-order O1",
                            "file-return R1 kind=refund-only reason=late-shipment lines=A",
                            "accept-return R1")
                    .shows("O1", "merchant-ship-goods open from default")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-refund-only met from platform-rules",
                            "merchant-execute-refund open from service-plan");
        }

        @Test
        void an_empty_version_speaks_for_nothing() {
            Story.begins()
                    .does(
                            "publish-rules windows={merchant-ship-goods:P1WD}",
                            "publish-rules windows={}",
                            "register-order O1")
                    .shows("O1", "merchant-ship-goods open from default");
        }

        @Test
        void a_document_is_in_effect_from_its_publication_on() {
            Story story = Story.begins()
                    .does("register-order O1", "publish-plan windows={merchant-ship-goods:P1WD}", "register-order O2");
            story.shows("O1", "merchant-ship-goods open from default")
                    .shows("O2", "merchant-ship-goods open from service-plan");
        }

        @Test
        void the_version_of_the_payment_is_bound_to_the_order_for_ever() {
            Story.begins()
                    .does("publish-plan windows={merchant-decide-refund-only:PT40H,merchant-accept-complaint:PT20H}")
                    .on("11-11 21:00")
                    .does("register-order O1")
                    .on("11-11 22:00")
                    .does(
                            "publish-plan windows={merchant-decide-refund-only:PT10H,merchant-accept-complaint:PT10H,merchant-execute-refund:PT10H}")
                    .on("11-12 10:00")
                    .does(
                            "file-return R1 kind=refund-only reason=late-shipment lines=A",
                            "accept-return R1",
                            "file-complaint C1 against=merchant order=O1")
                    .showsAmongOthers(
                            "R1",
                            "merchant-decide-refund-only met until 11-14 02:00 from service-plan",
                            // the bound version does not name it
                            "merchant-execute-refund open until 11-13 10:00 from default")
                    .showsAmongOthers("C1", "merchant-accept-complaint open until 11-13 06:00 from service-plan");
        }

        @Test
        void an_order_that_reaches_us_late_is_bound_to_the_version_of_its_payment() {
            Story.begins()
                    .on("11-12 10:00")
                    .does("publish-plan windows={merchant-ship-goods:P2WD}")
                    .on("11-12 12:00")
                    .does("publish-plan windows={merchant-ship-goods:P5WD}")
                    .on("11-13 10:00")
                    .does("register-order O1 paidAt=11-12T09:59:59")
                    .shows("O1", "merchant-ship-goods open from default")
                    .does("register-order O2 paidAt=11-12T10:00")
                    .shows("O2", "merchant-ship-goods open until 11-17 00:00 from service-plan")
                    .does("register-order O3 paidAt=11-12T12:00")
                    .shows("O3", "merchant-ship-goods open until 11-20 00:00 from service-plan");
        }

        @Test
        void a_complaint_without_an_order_and_an_inquiry_are_bound_when_they_come_in() {
            Story.begins()
                    .does("publish-plan windows={merchant-resolve-complaint:PT60H,merchant-answer-inquiry:PT6H}")
                    .does("file-complaint C1 against=merchant", "ask Q1 to=merchant")
                    .does("publish-plan windows={merchant-resolve-complaint:PT50H}")
                    .does("file-complaint C2 against=merchant", "ask Q2 to=merchant")
                    .showsAmongOthers("C1", "merchant-resolve-complaint open until 11-14 08:00 from service-plan")
                    .showsAmongOthers("C2", "merchant-resolve-complaint open until 11-13 22:00 from service-plan")
                    .shows("Q1", "merchant-answer-inquiry open until 11-12 02:00 from service-plan")
                    .shows("Q2", "merchant-answer-inquiry open until 11-12 20:00 from default");
        }

        /** Bound to the plan of its filing, also for what opens later. */
        @Test
        void a_complaint_keeps_its_version_for_what_opens_later() {
            Story.begins()
                    .does(
                            "publish-plan windows={merchant-verify-serious-case:PT6H}",
                            "file-complaint C1 against=merchant")
                    .does("publish-plan windows={merchant-verify-serious-case:PT12H}", "flag-serious C1")
                    .showsAmongOthers("C1", "merchant-verify-serious-case open until 11-12 02:00 from service-plan");
        }

        @Test
        void of_mechanisms_and_rules_the_newest_speaks_when_a_window_opens() {
            Story.begins()
                    .does("publish-rules windows={consumer-answer-solution:P10D}")
                    .does("publish-mechanism windows={room-operator-coordinate:PT10H}")
                    .does("file-complaint C1 against=merchant", "accept-complaint C1")
                    .does("publish-rules windows={consumer-answer-solution:P14D}")
                    .does("publish-mechanism windows={room-operator-coordinate:PT12H}")
                    .on("11-14 20:00")
                    .does("offer-solution C1 by=merchant remedy=coupon")
                    .showsAmongOthers(
                            "C1",
                            "room-operator-coordinate open since 11-14 20:00 until 11-15 08:00 from emergency-mechanism",
                            "consumer-answer-solution open until 12-01 00:00 from platform-rules");
        }

        @Test
        void versions_are_counted_for_each_document() {
            Story story = Story.begins()
                    .does("publish-rules windows={}", "publish-plan windows={}", "publish-rules windows={}");
            assertThat(story.newest(RulesPublished.class).version()).isEqualTo(2);
            story.does("publish-plan room=L2 windows={}");
            assertThat(story.newest(PlanPublished.class).version()).isEqualTo(1);
        }
    }

    @Nested
    class Bounds {
        @ParameterizedTest
        @CsvSource(textBlock = """
            # no longer than its ceiling, whatever the unit
            publish-plan,  merchant-refund-after-return,    P8D
            publish-plan,  merchant-refund-after-return,    PT192H1S
            publish-plan,  merchant-refund-after-return,    P6WD
            publish-plan,  merchant-decide-refund-only,     P16D
            publish-plan,  merchant-ship-exchange,          P12WD
            publish-rules, party-execute-decision,          PT193H
            publish-rules, platform-provide-solution,       P8WD
            # no shorter than its floor
            publish-rules, consumer-answer-solution,        P6D
            publish-rules, consumer-answer-solution,        PT191H59M59S
            publish-rules, consumer-answer-solution,        P4WD
            publish-plan,  consumer-notify-no-reason-return, P6D
            publish-rules, consumer-request-intervention,   PT168H
            """)
        void a_length_beyond_its_bounds_is_refused(String act, String obligation, String length) {
            Story.begins()
                    .refuses(
                            act + " windows={" + obligation + ":" + length + "}",
                            Rule.LENGTH_IS_WITHIN_BOUNDS,
                            "windows/" + obligation);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
            publish-plan,  merchant-refund-after-return,  P7D
            publish-plan,  merchant-refund-after-return,  PT192H
            publish-plan,  merchant-refund-after-return,  P5WD
            publish-plan,  merchant-refund-after-return,  PT1S
            publish-plan,  merchant-decide-refund-only,   P15D
            publish-plan,  merchant-ship-exchange,        P11WD
            publish-rules, platform-provide-solution,     P7WD
            publish-rules, platform-provide-solution,     P9D
            publish-rules, consumer-answer-solution,      P7D
            publish-rules, consumer-answer-solution,      PT192H
            publish-rules, consumer-answer-solution,      P5WD
            publish-rules, consumer-answer-solution,      P300D
            publish-plan,  merchant-complete-repair,      P300D
            """)
        void a_length_within_them_is_published(String act, String obligation, String length) {
            Story.begins().does(act + " windows={" + obligation + ":" + length + "}");
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
            publish-plan,      room-operator-coordinate
            publish-plan,      platform-provide-solution
            publish-plan,      consumer-answer-solution
            publish-plan,      party-perform-settlement
            publish-mechanism, merchant-ship-goods
            publish-mechanism, platform-triage-demand
            publish-rules,     room-operator-urge-promise
            publish-rules,     merchant-refund-after-return
            """)
        void a_document_speaks_only_for_what_it_may(String act, String obligation) {
            Story.begins()
                    .refuses(
                            act + " windows={" + obligation + ":P7D}",
                            Rule.DOCUMENT_MAY_SPEAK_FOR_IT,
                            "windows/" + obligation);
        }

        @ParameterizedTest
        @ValueSource(strings = {"merchant-sing", "MERCHANT_SHIP_GOODS", "merchant-ship-goods "})
        void an_obligation_must_exist(String obligation) {
            Story.begins().refuses("publish-plan windows={'" + obligation + "':P2WD}", Rule.OBLIGATION_EXISTS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"P0D", "PT0H", "soon", "48", "P2W", "P1DT2H", "-P2D"})
        void a_length_must_be_one(String length) {
            Story.begins()
                    .refuses(
                            "publish-plan windows={merchant-ship-goods:" + length + "}",
                            Rule.LENGTH_IS_WELL_FORMED,
                            "windows/merchant-ship-goods");
        }

        @Test
        void a_document_is_refused_whole_and_names_every_offending_row() {
            Story.begins()
                    .does("publish-plan windows={merchant-ship-goods:P2WD}")
                    .refusesAll(
                            "publish-plan windows={merchant-ship-goods:P1WD,merchant-sing:PT1H,merchant-refund-after-return:P8D,"
                                    + "room-operator-coordinate:PT1H,merchant-answer-inquiry:soon,consumer-claim-quality-return:P6D}",
                            "obligation-exists (windows/merchant-sing)",
                            "length-is-within-bounds (windows/merchant-refund-after-return)",
                            "document-may-speak-for-it (windows/room-operator-coordinate)",
                            "length-is-well-formed (windows/merchant-answer-inquiry)",
                            "length-is-within-bounds (windows/consumer-claim-quality-return)")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open until 11-14 00:00 from service-plan")
                    .does("publish-plan windows={}");
        }
    }

    @Nested
    class PublishedAhead {
        @Test
        void a_plan_is_bound_from_its_instant_on() {
            Story.begins()
                    .does("publish-plan windows={merchant-ship-goods:P2WD} effectiveAt=11-12T00:00")
                    .does("register-order O1")
                    .on("11-12 00:00")
                    .does("register-order O2 paidAt=11-11T23:59:59", "register-order O3")
                    .shows("O1", "merchant-ship-goods open from default")
                    .shows("O2", "merchant-ship-goods open from default")
                    .shows("O3", "merchant-ship-goods open from service-plan");
        }

        @Test
        void a_mechanism_and_rules_speak_for_windows_that_open_from_their_instant_on() {
            Story.begins()
                    .does("publish-mechanism windows={room-operator-accept-complaint:PT10H} effectiveAt=11-13T00:00")
                    .does("publish-rules windows={room-operator-resolve-complaint:PT60H} effectiveAt=11-20T00:00")
                    .on("11-12 23:59:59")
                    .does("file-complaint C1 against=operator")
                    .on("11-13 00:00")
                    .does("file-complaint C2 against=operator")
                    .on("11-20 00:00")
                    .does("file-complaint C3 against=operator")
                    .showsAmongOthers("C1", "room-operator-accept-complaint lapsed at 11-13 23:59:59 from default")
                    .showsAmongOthers(
                            "C2", "room-operator-accept-complaint lapsed at 11-13 10:00 from emergency-mechanism")
                    .shows(
                            "C3",
                            "room-operator-accept-complaint open from emergency-mechanism",
                            "room-operator-resolve-complaint open until 11-22 12:00 from platform-rules");
        }

        /** What a lapse opens, opens when the lapse is processed; the notice by itself follows the rules of then. */
        @Test
        void what_a_lapse_opens_asks_the_rules_of_the_instant_at_which_it_is_processed() {
            Story.begins()
                    .does("register-order O1", "register-order O2 agreedShipBy=11-20T09:00")
                    .does("publish-rules windows={platform-urge-shipment:PT3H} autoUrge=false effectiveAt=11-20T00:00")
                    .on("11-20 10:00")
                    .showsAmongOthers("O1", "platform-urge-shipment met from default")
                    .showsAmongOthers("O2", "platform-urge-shipment open until 11-20 12:00 from platform-rules");
        }

        /** An order that reaches us late is measured by what was in effect when it was paid. */
        @Test
        void a_window_that_began_earlier_asks_the_rules_of_then() {
            Story.begins()
                    .does("publish-rules windows={merchant-ship-goods:P4WD}")
                    .on("11-12 10:00")
                    .does("publish-rules windows={merchant-ship-goods:P5WD}")
                    .does("register-order O1 paidAt=11-12T09:00", "register-order O2")
                    .shows("O1", "merchant-ship-goods open until 11-19 00:00 from platform-rules")
                    .shows("O2", "merchant-ship-goods open until 11-20 00:00 from platform-rules");
        }

        @Test
        void the_highest_number_counts_once_its_effect_has_begun() {
            Story.begins()
                    .does("publish-plan windows={merchant-ship-goods:P5WD}")
                    .does("publish-plan windows={merchant-ship-goods:P4WD} effectiveAt=11-14T00:00")
                    .does("publish-plan windows={merchant-ship-goods:P2WD} effectiveAt=11-13T00:00")
                    .does("register-order O1")
                    .on("11-13 00:00")
                    .does("register-order O2")
                    .on("11-14 00:00")
                    .does("register-order O3")
                    .shows("O1", "merchant-ship-goods open until 11-19 00:00 from service-plan")
                    .shows("O2", "merchant-ship-goods open until 11-18 00:00 from service-plan")
                    .shows("O3", "merchant-ship-goods open until 11-18 00:00 from service-plan");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "publish-plan windows={}",
                    "propose-plan windows={}",
                    "publish-mechanism windows={}",
                    "publish-rules windows={}"
                })
        void nothing_takes_effect_before_it_is_published(String act) {
            Story.begins()
                    .refuses(
                            act + " effectiveAt=11-11T19:59:59",
                            Rule.EFFECT_BEGINS_NO_EARLIER_THAN_THE_ACT,
                            "effectiveAt")
                    .does(act + " effectiveAt=11-11T20:00");
        }
    }

    @Nested
    class Announcing {
        @Test
        void a_change_of_the_rules_is_announced_seven_days_ahead() {
            Story.begins()
                    .does("publish-rules windows={} effectiveAt=unsaid")
                    .refuses(
                            "publish-rules windows={} effectiveAt=unsaid",
                            Rule.RULES_ARE_ANNOUNCED_BEFORE_THEY_CHANGE,
                            "effectiveAt")
                    .refuses(
                            "publish-rules windows={} effectiveAt=11-18T19:59:59",
                            Rule.RULES_ARE_ANNOUNCED_BEFORE_THEY_CHANGE,
                            "effectiveAt")
                    .does("publish-rules windows={merchant-ship-goods:P4WD} effectiveAt=11-18T20:00")
                    .on("11-18 20:00")
                    .does("register-order O1")
                    .shows("O1", "merchant-ship-goods open until 11-25 00:00 from platform-rules");
        }

        @Test
        void the_refusal_names_the_earliest_instant() {
            Story.begins()
                    .does("publish-rules windows={}")
                    .refusesNaming("publish-rules windows={} effectiveAt=unsaid", "2026-11-18T20:00:00+08:00");
        }

        /** Days in between are counted as they come: National Day does not lengthen an announcement. */
        @Test
        void rest_days_do_not_lengthen_it() {
            Story.begins()
                    .on("12-28 10:00")
                    .does("publish-rules windows={}")
                    .does("publish-rules windows={} effectiveAt=2027-01-04T10:00");
        }
    }

    @Nested
    class Proposing {
        private static <E extends Event> E newest(Story story, Class<E> type) {
            return story.stored().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList()
                    .getLast();
        }

        @Test
        void a_proposed_plan_holds_once_the_operator_confirms_it() {
            Story story = Story.begins()
                    .does("propose-plan windows={merchant-ship-goods:P2WD}", "register-order O1")
                    .on("11-12 10:00")
                    .does("confirm-plan", "register-order O2")
                    .shows("O1", "merchant-ship-goods open from default")
                    .shows("O2", "merchant-ship-goods open until 11-17 00:00 from service-plan");
            PlanPublished published = newest(story, PlanPublished.class);
            assertThat(published.by()).isEqualTo(Party.roomOperator("H1"));
            assertThat(published.agreedBy()).isEqualTo("H1");
            assertThat(published.version()).isEqualTo(1);
            assertThat(published.proposal()).isEqualTo(1);
            assertThat(published.effectiveAt()).isNull();
        }

        @Test
        void it_holds_from_the_instant_that_was_asked_for_unless_that_has_passed() {
            Story story = Story.begins()
                    .does("propose-plan windows={merchant-ship-goods:P2WD} effectiveAt=11-13T00:00")
                    .on("11-12 10:00")
                    .does("confirm-plan", "register-order O1")
                    .on("11-13 00:00")
                    .does("register-order O2")
                    .shows("O1", "merchant-ship-goods open from default")
                    .shows("O2", "merchant-ship-goods open from service-plan")
                    .does("propose-plan windows={} effectiveAt=11-13T12:00")
                    .on("11-13 15:00")
                    .does("confirm-plan", "register-order O3")
                    .shows("O3", "merchant-ship-goods open from default");
            assertThat(newest(story, PlanPublished.class).effectiveAt()).isNull();
        }

        @Test
        void its_bounds_hold_when_it_is_proposed() {
            Story.begins()
                    .refusesAll(
                            "propose-plan windows={merchant-refund-after-return:P8D,merchant-sing:PT1H}",
                            "length-is-within-bounds (windows/merchant-refund-after-return)",
                            "obligation-exists (windows/merchant-sing)")
                    .refuses("confirm-plan", Rule.SUBJECT_IS_KNOWN);
        }

        @Test
        void a_newer_proposal_takes_the_place_of_the_one_that_waits() {
            Story story =
                    Story.begins().does("propose-plan windows={merchant-ship-goods:P1WD}", "propose-plan windows={}");
            assertThat(newest(story, PlanProposed.class).replaced()).isEqualTo(1);
            story.refuses("confirm-plan proposal=1", Rule.PLAN_PROPOSAL_IS_THE_ONE_THAT_WAS_READ, "proposal")
                    .refuses(
                            "decline-plan proposal=1 reason=slow",
                            Rule.PLAN_PROPOSAL_IS_THE_ONE_THAT_WAS_READ,
                            "proposal")
                    .does("confirm-plan proposal=2", "register-order O1")
                    .shows("O1", "merchant-ship-goods open from default")
                    .refuses("confirm-plan proposal=2", Rule.PLAN_PROPOSAL_WAITS);
        }

        @Test
        void the_operator_declines_with_a_reason_and_the_next_proposal_replaces_nothing() {
            Story story = Story.begins()
                    .does("publish-plan windows={merchant-ship-goods:P2WD}", "propose-plan windows={}")
                    .refuses("decline-plan", Rule.FIELD_MISSING, "reason")
                    .does("decline-plan reason=slow")
                    .refuses("confirm-plan", Rule.PLAN_PROPOSAL_WAITS)
                    .refuses("decline-plan reason=slow", Rule.PLAN_PROPOSAL_WAITS)
                    .does("register-order O1", "propose-plan windows={}")
                    .shows("O1", "merchant-ship-goods open from service-plan");
            PlanProposed second = newest(story, PlanProposed.class);
            assertThat(second.proposal()).isEqualTo(2);
            assertThat(second.replaced()).isNull();
        }

        @Test
        void only_the_operator_that_it_names_answers() {
            Story.begins()
                    .does("propose-plan windows={}")
                    .refuses("confirm-plan operator=H2", Rule.PLAN_WAS_PROPOSED_TO_THIS_OPERATOR)
                    .refuses("decline-plan operator=H2 reason=no", Rule.PLAN_WAS_PROPOSED_TO_THIS_OPERATOR)
                    .does("confirm-plan");
        }

        @Test
        void in_a_self_run_room_it_holds_at_once() {
            Story story = Story.beginsInASelfRunRoom()
                    .does("propose-plan operator=H1 windows={}")
                    .does("propose-plan windows={merchant-ship-goods:P2WD}", "register-order O1")
                    .shows("O1", "merchant-ship-goods open from service-plan")
                    .refuses("confirm-plan operator=H1", Rule.PLAN_PROPOSAL_WAITS);
            PlanPublished published = newest(story, PlanPublished.class);
            assertThat(published.by()).isEqualTo(Party.merchant("M1"));
            assertThat(published.agreedBy()).isEqualTo("M1");
            assertThat(published.proposal()).isEqualTo(2);
        }

        /** What was agreed elsewhere and what is proposed here are two things. */
        @Test
        void a_plan_that_the_platform_records_leaves_a_proposal_waiting() {
            Story story = Story.begins().does("propose-plan windows={}", "publish-plan windows={}", "confirm-plan");
            assertThat(newest(story, PlanPublished.class).version()).isEqualTo(2);
        }

        @Test
        void it_outlives_a_restart() {
            Story.begins()
                    .does("propose-plan windows={merchant-ship-goods:P2WD}")
                    .afterARestart()
                    .does("confirm-plan proposal=1", "register-order O1")
                    .shows("O1", "merchant-ship-goods open from service-plan");
        }
    }

    @Nested
    class AskingForABetterPlan {
        @Test
        void the_merchant_answers_with_a_new_version() {
            Story.begins()
                    .does("ask-plan-adjustment")
                    .shows(
                            "plan/M1/L1",
                            "merchant-answer-plan-adjustment open since 11-11 20:00 until 11-17 00:00 by M1")
                    .on("11-13 10:00")
                    .does("publish-plan windows={}")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment met at 11-13 10:00");
        }

        @Test
        void or_refuses_with_a_reason() {
            Story.begins()
                    .does(
                            "publish-plan windows={}",
                            "ask-plan-adjustment",
                            "refuse-adjustment reason='the kiln is slow'")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment met")
                    .refuses("refuse-adjustment reason='the kiln is slow'", Rule.DUTY_IS_OWED);
        }

        @Test
        void a_proposal_answers_too_whatever_becomes_of_it() {
            Story.begins()
                    .does("ask-plan-adjustment")
                    .on("11-13 10:00")
                    .does("propose-plan windows={}")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment met at 11-13 10:00")
                    .does("decline-plan reason=slow")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment met at 11-13 10:00");
        }

        @Test
        void and_so_does_confirming_what_was_proposed_before_it_was_asked() {
            Story.begins()
                    .does("propose-plan windows={}", "ask-plan-adjustment")
                    .on("11-13 10:00")
                    .does("confirm-plan")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment met at 11-13 10:00");
        }

        @Test
        void late_or_never() {
            Story.begins()
                    .does("ask-plan-adjustment")
                    .on("11-17 00:00")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment lapsed at 11-17 00:00")
                    .does("refuse-adjustment reason=no")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment met-late at 11-17 00:00");
            Story.begins()
                    .does("ask-plan-adjustment")
                    .on("11-18 00:00")
                    .does("publish-plan windows={}")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment met-late at 11-18 00:00");
        }

        @Test
        void it_is_asked_once_at_a_time() {
            Story.begins()
                    .does("ask-plan-adjustment")
                    .refuses("ask-plan-adjustment", Rule.ADJUSTMENT_IS_ASKED_ONCE)
                    .on("11-17 00:00")
                    .does("ask-plan-adjustment")
                    .on("11-17 10:00")
                    .does("publish-plan windows={}")
                    .shows(
                            "plan/M1/L1",
                            "merchant-answer-plan-adjustment#1 lapsed at 11-17 00:00",
                            "merchant-answer-plan-adjustment#2 met at 11-17 10:00");
        }

        @Test
        void a_refused_document_answers_nothing() {
            Story.begins()
                    .does("ask-plan-adjustment")
                    .refuses("publish-plan windows={merchant-refund-after-return:P8D}", Rule.LENGTH_IS_WITHIN_BOUNDS)
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment open");
        }

        @Test
        void a_plan_for_another_room_answers_nothing() {
            Story.begins()
                    .does("ask-plan-adjustment", "publish-plan room=L2 windows={}")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment open");
        }

        @Test
        void nobody_refuses_what_nobody_asked() {
            Story.begins()
                    .refuses("refuse-adjustment reason=no", Rule.SUBJECT_IS_KNOWN)
                    .does("publish-plan windows={}")
                    .refuses("refuse-adjustment reason=no", Rule.DUTY_IS_OWED);
        }

        @Test
        void in_a_self_run_room_nobody_else_could_ask() {
            Story.beginsInASelfRunRoom().refuses("ask-plan-adjustment", Rule.ROOM_HAS_AN_OPERATOR_OF_ITS_OWN);
        }

        @Test
        void the_platform_rules_say_how_long_it_may_take() {
            Story.begins()
                    .does("publish-rules windows={merchant-answer-plan-adjustment:P5WD}", "ask-plan-adjustment")
                    .shows("plan/M1/L1", "merchant-answer-plan-adjustment open until 11-19 00:00 from platform-rules");
        }
    }
}
