"""The phrase bank: every text of the sample is put together from these lines."""

from __future__ import annotations

from collections.abc import Iterator

from sample_data.dice import Dice
from sample_data.people import OWNER, Person

TOPICS = (
    "slotting", "dock scheduling", "partner enablement", "stock accuracy", "reverse logistics", "pick paths",
    "supplier onboarding", "yard planning", "channel pricing", "forecasting", "returns", "cold storage",
    "partner portals", "cycle counts",
)  # fmt: skip
PLACES = ("Exampleville", "Port Sample", "Nether Invent", "Sampleford", "Testhaven", "Upper Fiction")

# Opening messages: somewhat more than half are these three with the name filled in; a coach should find them.
TEMPLATES = (
    "Hi {first}, thanks for connecting! I help operations teams plan their warehouses in half the time. "
    "Would you be open to a quick 15-minute call next week?",
    "Hello {first}, great to be in touch. We have just published a short guide for partners on warehouse planning. "
    "Shall I send it over?",
    "Hi {first}, hope you are well! Many companies like yours lose hours on manual planning. Happy to show you how our "
    "partners solved it - do you have 10 minutes on Thursday?",
)
HOOKS = (
    "{first}, your remark about {topic} made me stop scrolling.",
    "I saw that {company} is opening a site near {place}, {first} - congratulations!",
    "Good morning {first}. We met for a moment by the coffee stand at the fair in {place}.",
    "Dear {first}, a colleague of yours spoke so warmly of the way you run {topic} that I had to write.",
    "Your talk on {topic} is still pinned to our whiteboard.",
    "Hey {first}, long time! Last we spoke you were fighting with {topic}.",
    "{first}, you asked a question under my post on {topic} that deserved a better answer.",
    "We both seem to have spent too many winters on {topic}, {first}.",
    "Reading the vacancy that {company} put up, I guess {topic} is keeping you busy.",
    "A small thank you first: your checklist for {topic} saved my team a whole Friday.",
    "Welcome to the new job, {first}! {position} at {company} sounds like a handful.",
    "Funny coincidence: my neighbour in {place} used to work with you at {company}.",
    "{first}, I disagreed with your comment on {topic}, and then I slept on it.",
    "Quick one from a train somewhere past {place}.",
    "Someone in our partner round said nobody knows {topic} better than you.",
    "Hello from {place}! I noticed we follow the same three people on {topic}.",
    "Thank you for accepting, {first}; I rarely write to a {position} without a reason, so here it is.",
    "{company} came up twice this week in talks about {topic}.",
    "{first}, the photo of your loading bay started a long debate in our office.",
    "Two years ago you gave me a piece of advice in {place} that I only understand now.",
)
REASONS = (
    "We are testing a new way to count shelves and I would value a sceptic's eye.",
    "I am collecting five honest stories of projects that went wrong, no names.",
    "Our two customers in your region keep asking who else has done it.",
    "My guess is that the trouble starts before the truck arrives, not after.",
    "There is a round table of eight people in {place} next month and one chair is free.",
    "I have a spreadsheet on {topic} that may spare you a week.",
    "We dropped our own approach last year, and I can tell you why.",
    "One of our engineers wrote down what he would do differently today.",
    "I would rather learn how you see it than tell you about us.",
    "Our numbers for {topic} look odd next to what you published.",
    "A student here is writing her thesis about exactly that.",
    "It reminded me of a mistake that we made with labels, of all things.",
    "Two of my partners are looking for somebody to compare notes with.",
    "I promised my team to bring back one opinion from outside.",
    "The short version: half of the effort was in the wrong aisle.",
    "We are hosting a walk through the depot at {place}, boots included.",
)
ASKS = (
    "Would you mind if I sent you two questions?",
    "Who at {company} should I ask about it?",
    "Is that something you still look after?",
    "What did you end up doing?",
    "No rush at all, after the summer is fine.",
    "Could I ring you on Tuesday, before lunch?",
    "If it is of no use, just say so.",
    "Shall I put your name on the list?",
    "Which of the two would you try first?",
    "I will bring the biscuits.",
    "Does Wednesday at nine suit you?",
    "How did your people take it?",
)
PITCHES = (
    "Hi {owner}, I came across your profile and was impressed by your experience. We help leaders book more meetings.",
    "Hello {owner}, are you open to new opportunities? I have a role in {place} that fits your background.",
    "Dear {owner}, {company} offers lead lists for your industry. May I send a free sample?",
    "Hi {owner}, I would love to add you to my network of partner managers.",
    "Good day {owner}, we build apps for companies such as yours at fair prices.",
)
GREETINGS = (
    "Hi {owner}, do you still work with partners in {place}?",
    "Hello {owner}, your post on {topic} was shared in our team today. May I ask how you measured it?",
    "Hi {owner}! Are you at the fair in {place} this year?",
    "{owner}, we are looking at tools for {topic}. Is this something you do?",
    "Hi {owner}, thank you for the tip about {topic}. It worked.",
    "Good to see you yesterday, {owner}. As promised, here I am.",
)
THEIR_LINES = (
    "Thanks, that sounds good.", "Could you send me the details?", "Let me check with my team and come back to you.",
    "Thursday works for me.", "We are in the middle of {topic} right now, maybe next quarter.", "Ha, same here!",
    "Not for us at the moment, but thank you.", "Who else is using it?", "Interesting. What does it cost, roughly?",
    "I forwarded it to our planner.", "Sorry for the late answer, I was travelling.", "Yes, please.",
    "Great, talk soon!", "My number is in the signature.", "Can we move it to the afternoon?",
    "That is R&D's decision, I am afraid.", "We did it by hand & it took a year.", "Perfect, see you in {place}.",
    "Good question. I&#39;ll ask.", "Got it.",
)  # fmt: skip
OWN_LINES = (
    "Of course, I will send it today.", "Thank you for the quick answer!", "How about Thursday at ten?",
    "Here is the short version.", "No problem at all, take your time.", "Happy to.",
    "I have asked our engineer about {topic}.", "Did you have a chance to look?",
    "That is fair. May I ask again in autumn?", "It depends on the number of sites.", "See you in {place}, then.",
    "Looking forward!", "I enclose the list.", "Glad it helped.", "Let us keep it to half an hour.",
    "We had the same trouble with {topic} last year.", "Just following up on my note below.", "Which day suits you?",
    "Thanks, {first}!", "Understood.",
)  # fmt: skip
SPONSORED = (
    '<p class="spinmail-quill-editor__spin-break">Hi {owner},</p><p class="spinmail-quill-editor__spin-break">Join our '
    'webinar on {topic}.</p><p><a href="https://example.com/webinar">Save a seat &amp; get the guide</a></p>',
    '<p class="spinmail-quill-editor__spin-break">{owner}, is {topic} slowing you down?</p><ul><li>Plan faster</li>'
    "<li>Spend less</li></ul><p><strong>See it in five minutes</strong></p>",
)
HTML_PITCH = "<p>Hello {owner},</p><p>{company} is hiring in {place}. It&#39;s a great team.<br>Shall we talk?</p>"

POST_STARTS = (
    "Nobody ever thanked a warehouse for being boring.",
    "Last week a partner told me: \"Your tool is fine, your e-mails are not.\"",
    "Three things I got wrong about {topic}.", "A small win from {place}.",
    "We said no to a project on {topic} today.", "Unpopular view: {topic} is a people problem.",
    "What a forklift driver taught me about {topic}.", "Monday thought on {topic}.",
    "Ten partners, one question: where does {topic} hurt most?",
    "I kept a diary of every planning meeting for a month.", "Our best customer this year never saw a demo.",
    "The spreadsheet won again.", "Back from the fair in {place}, with sore feet.",
)  # fmt: skip
POST_POINTS = (
    "Ask the night shift first, they know where the time goes.", "Measure once before you automate twice.",
    "A partner who is told the truth early stays.", "Half of the walking was caused by one badly placed rack.",
    "If the plan needs a manual, it is not a plan.", "We cut the meeting to twenty minutes, and nothing broke.",
    "Price was never the reason, it was the third week.", "Labels, then layout, then software - in that order.",
    "I would rather lose a deal in week one than in month nine.",
    "Small sites need the same care, with fewer slides.",
)  # fmt: skip
POST_ENDS = ("How do you see it?", "What did I miss?", "Tell me I am wrong.", "More next week.", "Thank you, team!", "")
TAGS = ("#sampleplanning", "#inventedlogistics", "#partnerwork", "#warehousetales", "#sellingwithcare")

COMMENTS = (
    "Well said, {first}.", "Thank you for sharing this, {first}.", "We see the same with {topic}.",
    "Congratulations!", "Interesting, how long did it take?", "I would add one thing: ask the people on the floor.",
    "This matches what our partners say about {topic}.", "Not sure I agree, but I like the question.",
    "Saved for Monday.", "Could you say more about {topic}?", "Great team, great result!", "That chart says it all.",
    "Agreed, although small sites are different.", "Good luck in {place}!", "Been there. It gets better.",
    'My old boss called it "planning by hope".',
    '"Measure once, automate twice", as they say, is the wrong way round.', 'As my aunt says: "count it twice"',
    'The word "simple" does a lot of work here.', "Looking forward to part two, and to the numbers.", "Ha, yes.",
)  # fmt: skip
SECOND_LINES = (
    "Two questions:\n1. Who counts?\n2. How often?",
    "One more thought, on {topic}.",
    'Or, as we say: "later".',
)
SEARCHES = (
    "head of procurement {place}", "warehouse planner", "{topic} consultant", "vp operations",
    "partner manager {place}", "logistics director", "{company}", "{name}", "chief operating officer",
    "{topic} expert", "supply chain {place}",
)  # fmt: skip
COMMA_SEARCHES = ("{company}, head of sales", "vp sales, {place}", "{topic}, {place}, director")
ARTICLES = (
    ("2024-11-19", "What a partner programme owes its smallest partner"),
    ("2025-04-08", "Planning a warehouse on one sheet of paper"),
    ("2025-11-04", "Why our first year of partner sales failed"),
    ("2026-05-19", "Eight questions before you automate a depot"),
)


def fill(dice: Dice, text: str, person: Person) -> str:
    """Return `text` with its blanks filled in for `person`."""
    return text.format(
        first=person.first.split(" ")[0],
        name=person.name,
        company=person.company or "your company",
        position=person.position or "planner",
        owner=OWNER.first,
        topic=dice.pick(TOPICS),
        place=dice.pick(PLACES),
    )


def individual_openers(dice: Dice) -> Iterator[tuple[str, str, str]]:
    """Yield openings; until all pairs are used up, no two share both their hook and their reason."""
    while True:
        for hook, reason in dice.shuffled((hook, reason) for hook in HOOKS for reason in REASONS):
            yield hook, reason, dice.pick(ASKS)


def invitation_note(dice: Dice, person: Person) -> str:
    """Return a note on an invitation, half of them alike."""
    if dice.chance(0.5):
        return fill(dice, "Hi {first}, I work with planners like you and would be glad to connect.", person)
    return fill(dice, f"{dice.pick(HOOKS)} {dice.pick(REASONS)}", person)[:300]


def pitch(dice: Dice, person: Person) -> str:
    """Return a stranger's advertisement."""
    return fill(dice, dice.pick(PITCHES), person)


def post(dice: Dice, person: Person) -> str:
    """Return a post: one line, or paragraphs with blank lines between and hashtags at the end."""
    start = fill(dice, dice.pick(POST_STARTS), person)
    points = dice.shuffled(POST_POINTS)[: dice.whole(1, 3)]
    if dice.chance(0.45):
        return f"{start} {points[0]}"
    paragraphs = [start, *points, dice.pick(POST_ENDS), " ".join(dice.shuffled(TAGS)[: dice.whole(1, 3)])]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def comment(dice: Dice, person: Person) -> str:
    """Return a comment, one in twelve of several lines."""
    text = fill(dice, dice.pick(COMMENTS), person)
    return f"{text}\n\n{fill(dice, dice.pick(SECOND_LINES), person)}" if dice.chance(0.08) else text


def search(dice: Dice, person: Person) -> str:
    """Return a search query, one in twelve with a comma."""
    return fill(dice, dice.pick(COMMA_SEARCHES if dice.chance(0.08) else SEARCHES), person).lower()
