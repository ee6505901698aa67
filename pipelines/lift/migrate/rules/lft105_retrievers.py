"""The package `dspy.retrieve` is gone with nearly all of its retrievers.

Removed in 3.0.0. `dspy.retrievers` keeps `Retrieve`, `Embeddings`, `databricks_rm` and
`weaviate_rm`. For the others (Chroma, Qdrant, FAISS, pgvector, Pinecone, Milvus, Neo4j, ...
You.com, ...) call the store's own client in a function or a module of your own.
"""

from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule


def _moved(module: str, name: str) -> Gone:
    return Gone(
        now=f"dspy.retrievers.{module}.{name}", advice=f"It is in dspy.retrievers.{module}."
    )


RULE: Rule = Rule(
    code="LFT105",
    slug="retrievers",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.0.0",
    summary="dspy.retrieve is gone",
    visitors=visitors(
        lambda: RULE,
        {
            "dspy.retrieve.weaviate_rm.WeaviateRM": _moved("weaviate_rm", "WeaviateRM"),
            "dspy.retrieve.databricks_rm.DatabricksRM": _moved("databricks_rm", "DatabricksRM"),
            "dspy.retrieve.retrieve.Retrieve": Gone(
                now="dspy.Retrieve", advice="Use dspy.Retrieve."
            ),
            "dspy.retrieve.Retrieve": Gone(now="dspy.Retrieve", advice="Use dspy.Retrieve."),
            "dspy.retrieve.*": Gone(
                advice="DSPy has this retriever no longer: call the store's own client, for "
                "instance in a class of your own that inherits from dspy.Retrieve."
            ),
        },
    ),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            before="""\
from dspy.retrieve.retrieve import Retrieve

print(Retrieve(k=2).k)
""",
            after="""\
from dspy import Retrieve

print(Retrieve(k=2).k)
""",
        ),
    ),
)
