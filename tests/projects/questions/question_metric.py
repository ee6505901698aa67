"""The metric of a small team: exact match, with words for whoever writes the instructions."""

from lift.roles.role import Example, ProgramRun, Score


def judge(example: Example, run: ProgramRun) -> Score:
    if run.outputs.get("answer", "").strip() == example.truth["answer"]:
        return Score(value=1.0, feedback="Right.")
    kind = str(example.inputs["question"])[-5:]
    return Score(value=0.0, feedback=f"Wrong: nobody said what to do about {kind}.")
