"""The check of a draft, case by case: what is whose words, which date may stand, form, rhythm, languages."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from duecourse.words.check import Context, check

PLAIN = Context()


def names(text: str, *, language: str | None = "en", context: Context = PLAIN) -> set[str]:
    return {f.name for f in check(text, language=language, context=context).faults}


# ---------------------------------------------------------------- whose words
@pytest.mark.parametrize(
    "text",
    [
        'Dear Zoe,\nYou wrote "we need it ASAP, please pay urgently". The drawing is attached.',
        "Hello Tom,\nThe photos are attached.\n\n> please pay the deposit immediately\n> this is my third mail",
        "Hello Tom,\nThe photos are attached.\nBest regards, Wen\nUrgent Orders Department\nPay Street 7",
        "The photos are attached.\nWen\n\nOn 3 March 2026 Tom wrote:\nPlease send them immediately!!\nUrgent!!",
        "The photos are attached.\n-----Original Message-----\nPLEASE PAY NOW!!! THIS IS URGENT!!!",
    ],
)
def test_words_of_others_are_not_judged(text: str) -> None:
    assert check(text, language="en").ok_to_send


def test_an_afterword_is_the_writers_own() -> None:
    assert "asap" in names("The photos are attached.\nBest regards, Wen\nPS: please pay as soon as possible")


@pytest.mark.parametrize(
    "text",
    [
        "Please pay ＡＳＡＰ.",
        "Please pay as soon\nas possible.",
        "Please pay u r g e n t l y.",
        "Please pay a.s.a.p.",
        "PLEASE pay as s\u200boon as possi\u200bble.",
        "Please pay urgеntly.",
        "Please pay urgeeeently.",
    ],
)
def test_writing_habits_hide_nothing(text: str) -> None:
    assert "asap" in names(text)


@pytest.mark.parametrize("text", ["bis spätestens Freitag", "bis spaetestens Freitag", "bis spatestens Freitag"])
def test_umlauts_count_however_they_are_written(text: str) -> None:
    assert "due_now" in names(f"Bitte zahlen Sie die Anzahlung {text}.", language="de")


# ---------------------------------------------------------------- dates
AUGUST = Context(as_of=date(2026, 6, 1), deadlines=frozenset({date(2026, 6, 12)}))


def test_a_true_deadline_may_stand_and_another_may_not() -> None:
    text = "Dear Ana, the calendar is attached. For delivery in August the deposit should be here by {} June."
    assert check(text.format(12), language="en", context=AUGUST).ok_to_send
    assert "false_deadline" in names(text.format(5), context=AUGUST)
    assert check(text.format(5), language="en").ok_to_send


def test_where_no_deadline_is_true_none_may_stand() -> None:
    context = Context(as_of=date(2026, 6, 1), deadlines=frozenset())
    text = "The calendar is attached. The deposit should be here by 12 June."
    assert "false_deadline" in names(text, context=context)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "排期表附上。定金 6 月 5 日前到账。"),
        ("de", "Der Plan liegt bei. Die Anzahlung wäre bis 5. Juni hier."),
        ("es", "El calendario va adjunto. El anticipo estaría aquí antes del 5 de junio."),
        ("fr", "Le calendrier est joint. L'acompte serait ici avant le 5 juin."),
    ],
)
def test_dates_are_read_in_every_language(language: str, text: str) -> None:
    assert "false_deadline" in names(text, language=language, context=AUGUST)
    true = text.replace("5", "12")
    assert "false_deadline" not in names(true, language=language, context=AUGUST)


def test_a_day_tied_to_a_threat_is_heard_without_knowing_the_calendar() -> None:
    found = names("If the deposit is not here by Friday, we cancel your order.")
    assert {"cancel_threat", "unfounded_deadline"} <= found


# ---------------------------------------------------------------- the money alone
def test_an_attachment_for_the_order_makes_a_mail_useful() -> None:
    ask = "Could you tell me when the deposit will be paid?"
    assert "only_money" in names(ask)
    assert "only_money" not in names(f"The test report is attached. {ask}")
    assert "money_first" in names(f"{ask} The test report is attached.")


def test_the_proforma_again_is_no_gift() -> None:
    assert "only_money" in names("Please find attached the proforma again and arrange the transfer.")


@pytest.mark.parametrize(
    "text",
    [
        "Is anything missing from our side for the deposit?",
        "Thank you, Friday is noted for the deposit.",
        "Your deposit arrived today, thank you.",
        "Our bank shows nothing yet, so we asked them to look. A copy of the MT103 would help them.",
    ],
)
def test_good_reasons_to_speak_of_the_money(text: str) -> None:
    assert check(text, language="en").ok_to_send


def test_a_statement_may_go_only_for_delivered_goods() -> None:
    text = "Invoice 3307 of EUR 8,150.00 was due on 3 April and is open. Could you name the day of payment?"
    assert check(text, language="en", context=Context(milestone="open_account")).ok_to_send
    assert check(text, language="en", context=Context(note="delivered invoice, overdue")).ok_to_send
    assert not check(text, language="en", context=Context(milestone="deposit")).ok_to_send


def test_an_agreed_discount_may_be_named() -> None:
    text = "We give you 3 % discount."
    assert "unasked_discount" in names(text)
    assert check(text, language="en", context=Context(discount_agreed=True)).ok_to_send


def test_a_mail_that_gives_nothing_and_presses_is_held_without_a_known_wording() -> None:
    text = "Hello Sam,\nyou know what this is about. I hope you will surprise me, my friend."
    found = [f for f in check(text, language="en").faults if f.name == "cold_tone"]
    assert [f.said for f in found] == ["I hope you will surprise me, my friend."]
    useful = check(f"The drawing of the lid is attached. {text}", language="en").faults
    assert "cold_tone" not in {f.name for f in useful}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Zu Ihrer Frage: Das Modell 30 l geht bis zum 3. Juli, die Zeichnung liegt bei."),
        ("fr", "Notre banque ne voit encore rien ce matin. Avec le MT103, elle cherche plus loin."),
        ("zh", "提醒您一下国庆安排:我们 10 月 1 日到 7 日放假,8 日开工。"),
        ("zh", "彩盒稿已按您上次说的调浅了一档,PDF 在附件。"),
        ("en", "Thank you for telling me that you paid on Tuesday. With the MT103 our bank can trace it."),
        ("en", "To your question about the price: with 0.40 mm the bag is 6 % cheaper and holds 15 kg."),
    ],
)
def test_like_words_in_a_useful_mail_are_no_leak(language: str, text: str) -> None:
    assert check(text, language=language).ok_to_send


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "Thank you, Sam.",
        "See you on Monday.",
        "Fine, we do it so.",
        "Good morning from Ningbo.",
        "Have a nice holiday!",
    ],
)
def test_a_few_plain_words_are_no_pressing(text: str) -> None:
    assert check(text, language="en").ok_to_send


# ---------------------------------------------------------------- form
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Good news! The photos are here! See them.", "one_exclamation_more"),
        ("Good news! The photos are here! See them! Now!", "exclamations"),
        ("The photos are here!!", "exclamations"),
        ("Are the photos fine??", "question_marks"),
        ("PLEASE PAY the rest.", "shouting"),
        ("Kindly look at the drawing and kindly mark it.", "kindly_twice"),
        ("Is red fine? Is the size fine?", "two_asks"),
        ("word " * 121, "over_120_words"),
    ],
)
def test_form(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    ["PVC, TPU, REACH and UV400 for SC QY26-0914 by DHL EXPRESS, HS CODE 6307 90.", "FOB NINGBO stays.", "One! Only."],
)
def test_codes_and_one_mark_are_fine(text: str) -> None:
    assert not names(text) & {"shouting", "exclamations", "one_exclamation_more"}


def test_chinese_is_counted_in_characters() -> None:
    assert "over_120_words" not in names("样" * 240, language="zh")
    assert "over_120_words" in names("样" * 241, language="zh")


# ---------------------------------------------------------------- rhythm
@pytest.mark.parametrize(
    ("context", "name", "ok"),
    [
        (Context(contacts_today=1), "second_today", False),
        (Context(channels_today=("phone",)), "second_channel_today", False),
        (Context(as_of=date(2026, 6, 1), last_contact_on=date(2026, 6, 1)), "under_24_hours", False),
        (Context(sends_at=datetime(2026, 6, 1, 17, 0)), "out_of_hours", True),
        (Context(sends_at=datetime(2026, 6, 1, 8, 59)), "out_of_hours", True),
        (Context(sends_at=datetime(2026, 6, 6, 10, 0)), "weekend", True),
    ],
)
def test_rhythm(context: Context, name: str, ok: bool) -> None:
    checked = check("The photos are attached.", language="en", context=context)
    assert [f.name for f in checked.faults] == [name]
    assert checked.ok_to_send is ok


@pytest.mark.parametrize(
    "context",
    [
        Context(sends_at=datetime(2026, 6, 1, 9, 0)),
        Context(as_of=date(2026, 6, 2), last_contact_on=date(2026, 6, 1)),
    ],
)
def test_a_calm_rhythm_is_no_fault(context: Context) -> None:
    assert names("The photos are attached.", context=context) == set()


# ---------------------------------------------------------------- languages
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dear Ana, the drawing is attached and the colours are as you like them.", "en"),
        ("您好，图纸附上，请看一下颜色。", "zh"),
        ("Guten Tag, die Zeichnung liegt bei und die Farben sind wie gewünscht.", "de"),
        ("Buenos días, el plano va adjunto y los colores son los que usted quería.", "es"),
        ("Bonjour, le plan est joint et les couleurs sont comme vous les vouliez.", "fr"),
        ("Buongiorno, il disegno è allegato e i colori sono come li volevate voi.", ""),
        ("Bom dia, o desenho está em anexo e as cores são como você queria.", ""),
        ("12 345", ""),
    ],
)
def test_the_language_is_guessed(text: str, language: str) -> None:
    assert check(text).language == language


def test_an_unknown_language_is_said_and_form_is_still_judged() -> None:
    checked = check("Buongiorno, il disegno è allegato!!", language="it")
    assert {f.name for f in checked.faults} == {"exclamations", "language_unknown"}


def test_a_region_is_no_other_language() -> None:
    assert check("Please pay immediately.", language="en-GB").language == "en"


def test_words_of_one_language_are_not_judged_in_another() -> None:
    assert check("Die Not ist fast vorbei, der Rest der Ware ist da.", language="de").ok_to_send


def test_the_advice_speaks_the_language_of_the_writer() -> None:
    english = check("Reply immediately, the photos are attached.", language="en").faults[0]
    chinese = check("Reply immediately, the photos are attached.", language="en", speak="zh").faults[0]
    assert "pressure" in english.why
    assert "催" in chinese.why
    assert english.calmer == chinese.calmer == "when it suits you"


def test_a_subject_line_counts() -> None:
    checked = check("The photos are attached.", subject="URGENT: your payment", language="en")
    fault = next(f for f in checked.faults if f.name == "asap")
    assert (fault.start, fault.end) == (0, 0)
    assert not checked.ok_to_send
