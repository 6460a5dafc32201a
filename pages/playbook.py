"""Playbook: the five strategies with the member's own figures, whom they know, and whom they are looking for."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.shared import frame, state, ways_in
from pages.shared.charts import network
from pages.shared.charts.palette import QUIET
from pages.shared.words import plain
from ssi_core import api

_YES_NO = {"Yes": True, "No": False}
#: Items that no export shows well, so that a reader looks and ticks.
_LOOKED_AT = ("photo", "headline")


def _tick(key: str, widget: str) -> None:
    said, answer = state.stated(), st.session_state[widget]
    rest = {k: v for k, v in said.checklist.items() if k != key}
    state.use_stated(replace(said, checklist=rest if answer is None else {**rest, key: _YES_NO[answer]}))


def _ticks(book: api.Playbook) -> None:
    st.subheader("Look at it as a stranger would")
    st.write("Is the photo recent, your face clear? Does the headline say whom you help, and with what?")
    columns = st.columns(len(_LOOKED_AT))
    for column, tick in zip(columns, (t for t in book.checklist if t.key in _LOOKED_AT), strict=True):
        key = f"playbook-{tick.key}-{state.person_round()}"
        now = None if tick.item.state is None else "Yes" if tick.item.state else "No"
        with column:
            st.segmented_control(tick.label, list(_YES_NO), default=now, key=key, on_change=_tick, args=(tick.key, key))
            st.caption(f"{tick.item.points:.2f} points as an item of the checklist; {tick.words}.")
    st.page_link("pages/profile.py", label="The rest of the checklist", icon=":material/person:")


def _strategy(strategy: api.Strategy, book: api.Playbook, first: bool) -> None:
    with st.expander(f"**{strategy.label}**: {strategy.points:.1f} of {strategy.max:g} points", expanded=first):
        figures, steps = st.columns(2, gap="large")
        with figures:
            st.subheader("Your figures")
            st.markdown("\n".join(f"- {said}" for said in strategy.figures))
            if strategy.missing:
                st.subheader("What is missing")
                st.markdown("\n".join(f"- {said}" for said in strategy.missing_words))
        with steps:
            st.subheader("What to do")
            for kind, title in (
                ("habit", "The next hour of each habit, best first"), ("item", "On your profile"),
                ("signal", "All the way to what is enough"),
            ):  # fmt: skip
                mine = [s for s in strategy.steps if s.kind == kind]
                if mine:
                    st.markdown(f"**{title}**\n" + "\n".join(f"- {s.words}" for s in mine))
            if not strategy.steps:
                st.write("Nothing: every signal is at its cap.")
        if any(s.key == "profile_completeness" for s in strategy.signals):
            _ticks(book)


def _strategies(book: api.Playbook) -> None:
    st.header("Five strategies")
    said = network.strategies_words(book)
    st.plotly_chart(network.strategies(book), alt=said, config=QUIET, key="strategies")
    st.caption("Solid bars are the points you have, hatched ones what is still to be had.")
    for strategy in book.strategies:
        _strategy(strategy, book, strategy.key == book.most_to_gain.key)
    st.caption(book.scale_words)


def _right_people(loaded: state.Loaded, mix: api.NetworkMix) -> None:
    st.header("Your right people")
    if not mix.size:
        st.write("Whom you are looking for counts once Connections.csv of your export is here.")
        return
    st.write(plain(mix.target_words))
    key = f"target-{state.person_round()}-{hash(mix.target)}"
    with st.form(key):
        st.write("Count those whose title or company holds your words, one a line. With both, both must hold.")
        left, right = st.columns(2)
        titles = left.text_area("Words in a title", "\n".join(mix.target.titles), key=f"{key}-titles",
                                placeholder="head of procurement\nbuyer", max_chars=2000)  # fmt: skip
        companies = right.text_area("Companies", "\n".join(mix.target.companies), key=f"{key}-companies",
                                    placeholder="Example, Inc.", max_chars=2000)  # fmt: skip
        if st.form_submit_button("Count these", type="primary", key="use-target"):
            state.use_target(api.Target(_lines(titles), _lines(companies)))
            st.rerun()
    if mix.target != api.Target():
        st.button("Back to vice president and above", on_click=state.use_target, args=(api.Target(),), key="vp-target")
    right_people = next(s for s in loaded.score.signals if s.key == "right_people_added")
    st.caption(f"In the score: {api.figure(right_people, state.model().window)}")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _network(mix: api.NetworkMix) -> None:
    st.header("Whom you know")
    st.write(mix.words)
    if mix.size:
        left, right = st.columns(2, gap="large")
        with left:
            st.subheader("By seniority")
            said = network.words(mix.seniority)
            st.plotly_chart(network.bars(mix.seniority, api.SENIOR), alt=said, config=QUIET, key="by-seniority")
            st.caption(f"Solid bars are the {mix.senior:,} senior connections of the score: vice president and above.")
            st.subheader("By company")
            said = network.words(mix.companies)
            st.plotly_chart(network.bars(mix.companies), alt=said, config=QUIET, key="by-company")
            st.caption(f"The first {len(mix.companies)} of {mix.firms:,} companies, one under all its legal forms.")
        with right:
            st.subheader("By kind of work")
            said = network.words(mix.functions)
            st.plotly_chart(network.bars(mix.functions), alt=said, config=QUIET, key="by-function")
            st.caption("By the words of each title, in six languages; a title may say other than what its holder does.")
    st.subheader("Whom you follow")
    st.write(mix.follows_words)
    st.caption("Influencers among them show in your feed: what they write is where to comment.")


def draw() -> None:
    """Draw the page."""
    loaded = state.loaded()
    st.title("Your playbook")
    if loaded is None:
        st.write(
            "Give your LinkedIn export, or answer eight questions, and five strategies are filled in with your own "
            "figures: what stands, what is missing, what to do next and what each step is worth."
        )
        ways_in.show(ask=True)
        return
    book = api.playbook(loaded.found, model=state.model())
    st.header(f"Your weakest pillar: {book.weakest.label}")
    st.write(f"{book.score.headline}. {book.balance}")
    _strategies(book)
    _right_people(loaded, book.network)
    _network(book.network)


frame.page(draw)
