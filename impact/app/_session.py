"""The page, and events in one window of it."""

from importlib.resources import files

from htmltools import Tag, TagList, tags
from shiny import App, Inputs, Outputs, Session, reactive, render, ui

from ..counties import find, resolve
from ..errors import ImpactError
from ..facilities import facilities
from ._desk import Desk, Job
from ._form import FIELDS, read_form
from ._told import economics, told

TITLE = "impact: county effects of a plant"
SECONDS_BETWEEN_LOOKS = 0.3
MAX_CHOICES = 60
REPORTS = {"html": "Web page", "docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
MODELS = {"gravity": "All counties of the U.S. (gravity model)", "flq": "The region alone (FLQ), faster"}
HINTS = {
    "county": 'Such as "Storey, NV", "Sparks, NV" or 89434.',
    "capacity": 'In the unit of the type or another, such as "20 kt/yr".',
    "jobs": "Instead of the capacity, or beside it.",
    "region": 'Empty for the county alone; or "Storey, NV; Washoe, NV", "cbsa:39900", "state:NV", '
    '"within 60 miles of Storey, NV".',
    "name": "Empty for the type and its county.",
}


def page_app(desk: Desk, economy: int | None) -> App:
    """Return the Shiny application.

    Parameters
    ----------
    desk : Desk
        Where its studies are done.
    economy : int, optional
        Year of the structure of its studies; by default that of the package.
    """

    def server(input: Inputs, output: Outputs, session: Session) -> None:
        _window(input, session, desk, economy)

    return App(_page(), server)


def _page() -> Tag:
    style = files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    return ui.page_fluid(
        ui.head_content(
            tags.style(style),
            tags.link(rel="icon", href="data:,"),
            tags.meta(name="viewport", content="width=device-width, initial-scale=1"),
        ),
        tags.header(
            tags.h1("What does a new plant do to jobs and incomes?"),
            tags.p("Fill in the form and run the study. It stays on this machine."),
        ),
        tags.main(
            _form(),
            tags.section(ui.output_ui("results"), ui.output_ui("unit_economics"), class_="results"),
        ),
        title=TITLE,
        lang="en",
    )


def _form() -> Tag:
    kinds = {name: kind.title for name, kind in facilities().items()}
    return tags.section(
        _text("county", update="blur"),
        ui.output_ui("place"),
        ui.input_select("facility", FIELDS["facility"], kinds, width="100%"),
        _text("capacity"),
        _text("jobs"),
        _text("region"),
        tags.details(
            tags.summary("Name, cover and trade model"),
            _text("name"),
            _text("client"),
            _text("author"),
            ui.input_select("trade", FIELDS["trade"], MODELS, width="100%"),
        ),
        ui.input_checkbox_group("reports", "Reports", REPORTS, selected=["html"], inline=True),
        ui.output_ui("problems"),
        ui.input_action_button("run", "Run the study", class_="btn-primary"),
        ui.output_ui("progress"),
        class_="form",
        aria_label="The study",
    )


def _text(key: str, update: str = "change") -> Tag:
    hint = HINTS.get(key)
    field = ui.input_text(key, FIELDS[key], width="100%", update_on="blur" if update == "blur" else "change")
    return tags.div(field, *([tags.p(hint, class_="hint")] if hint else []), class_="field")


def _window(input: Inputs, session: Session, desk: Desk, economy: int | None) -> None:
    """Connect the form of one window with the desk."""
    current: reactive.Value[Job | None] = reactive.Value(None)
    finished: reactive.Value[Job | None] = reactive.Value(None)
    step = reactive.Value("")
    wrong: reactive.Value[list[str]] = reactive.Value([])

    @render.ui
    def place() -> Tag | TagList | None:
        return _place(input.county())

    @render.ui
    def unit_economics() -> TagList | None:
        kind = facilities().get(input.facility())
        return None if kind is None else economics(kind)

    @reactive.effect
    @reactive.event(input.meant)
    def choose() -> None:
        if input.meant():
            ui.update_text("county", value=input.meant())

    @reactive.effect
    @reactive.event(input.run)
    def start() -> None:
        fields = {key: str(input[key]()) for key in FIELDS}
        keys, study, problems = read_form(fields, economy)
        if study is not None:
            try:
                report_kinds = [kind for kind in REPORTS if kind in input.reports()]
                started = desk.start(study, keys, report_kinds)
            except ImpactError as error:
                problems = [str(error)]
            else:
                desk.drop(current())
                finished.set(None)
                current.set(started)
        wrong.set(problems)

    @reactive.effect
    def watch() -> None:
        job = current()
        if job is None:
            return
        if not job.over.is_set():
            step.set(job.step)
            reactive.invalidate_later(SECONDS_BETWEEN_LOOKS)
            return
        step.set("")
        if job.error:
            wrong.set([job.error])
        else:
            finished.set(job)

    @render.ui
    def problems() -> Tag | None:
        problems = wrong()
        return tags.ul(*map(tags.li, problems), role="alert", class_="problems") if problems else None

    @render.ui
    def progress() -> Tag | None:
        step_text = step()
        if step_text:
            return tags.div(tags.div(class_="bar"), f"{step_text} …", role="status", class_="progress-note")
        return tags.p(tags.a("Go to the results", href="#result-name"), class_="done") if finished() else None

    @render.ui
    def results() -> Tag | TagList:
        job = finished()
        if job is None:
            return tags.p("The results appear here: key figures, map, tables and downloads.", class_="hint")
        return told(job)

    session.on_ended(lambda: desk.drop(_last(current)))


def _last(current: "reactive.Value[Job | None]") -> Job | None:
    with reactive.isolate():
        return current()


def _place(text: str) -> Tag | TagList | None:
    """Name the county of a place, or ask which one is meant."""
    if not text.strip():
        return None
    try:
        county = resolve(text)
    except ImpactError as error:
        near = {match.reference: match.reference for match in find(text, MAX_CHOICES)}
        asked = tags.p(str(error), class_="asked", role="status", tabindex="0")
        return TagList(
            asked, ui.input_select("meant", "Which is meant?", {"": "Choose …", **near}, width="100%") if near else None
        )
    return tags.p(county.notice or county.reference, class_="read", role="status")
