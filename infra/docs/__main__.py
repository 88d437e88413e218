"""usage: python -m infra.docs."""

from infra.docs import asvs, costs, deployer
from infra.docs.data_model import NAME, data_model
from infra.docs.marks import collect
from infra.docs.pages import documents
from infra.docs.portal_keys import NAME as PORTAL_KEYS
from infra.docs.portal_keys import portal_keys
from infra.docs.rows import SOURCE, read_rows
from infra.trouble import explain_failures

if __name__ == "__main__":
    with explain_failures():
        for name, text in documents(read_rows(), collect()).items():
            SOURCE.with_name(name).write_text(text)
        SOURCE.with_name(NAME).write_text(data_model())
        SOURCE.with_name(asvs.NAME).write_text(asvs.asvs())
        SOURCE.with_name(costs.NAME).write_text(costs.costs())
        (SOURCE.parent / deployer.NAME).write_text(deployer.deployer_policy())
        SOURCE.with_name(PORTAL_KEYS).write_text(portal_keys())
