#!/usr/bin/env bash
# OpenMetadata's Python client cannot read a user, or a bot, whose email address ends in .local.
#
# openmetadata-ingestion 1.12.6.0 (PyPI) with pydantic 2.11.10 and email-validator 2.3.0. Its models have an email address both as the
# pattern of OpenMetadata's schema, which takes each of these, and as pydantic's EmailStr, which asks email-validator. That is made for
# addresses on the internet, and refuses what the server stores:
#   anna@corp.local     special-use or reserved name (multicast DNS; the domain of many an Active Directory)
#   anna@corp.test      the same
#   anna@my_corp.com    invalid characters: '_'
# .lan and .internal are taken. Each user of the server has an address, and a bot's is made of its name and the principal domain: with a
# principal domain of corp.local, reading any of them ends with a ValidationError, even if the address is not needed.
# An address that it takes comes back changed: the domain is in lower case.
# `import metadata` needs SQLAlchemy and the client's profiler, even for a model: the package is stood in for by its folder.
#
# Needs: Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check --no-deps openmetadata-ingestion==1.12.6.0 2>/dev/null
python/bin/pip install --quiet --disable-pip-version-check pydantic==2.11.10 pydantic-settings==2.12.0 email-validator==2.3.0 2>/dev/null
cat > read.py <<'PY'
import re
import site
import sys
import types
from pathlib import Path

folder = next(found for path in site.getsitepackages() if (found := Path(path, "metadata")).is_dir())
sys.modules["metadata"] = types.ModuleType("metadata")
sys.modules["metadata"].__path__ = [str(folder)]

from metadata.generated.schema.entity.teams.user import User
from metadata.generated.schema.type.basic import Email
from pydantic import ValidationError

pattern = next(part.pattern for part in Email.model_fields["root"].metadata if hasattr(part, "pattern"))
for address in ["anna@corp.local", "anna@corp.test", "anna@my_corp.com", "anna@corp.lan", "anna@corp.internal", "anna@Corp.example"]:
    by_schema = "the schema takes it" if re.search(pattern, address) else "the schema refuses it"
    try:
        read = User(id="00000000-0000-4000-8000-000000000000", name="anna", email=address).email.root
    except ValidationError as error:
        read = re.search(r"special-use or reserved name|invalid characters: '_'", str(error))[0]
    print(f"{address}: {by_schema}; {read}")
PY
python/bin/python read.py 2>/dev/null > seen

diff - seen <<'SEEN'
anna@corp.local: the schema takes it; special-use or reserved name
anna@corp.test: the schema takes it; special-use or reserved name
anna@my_corp.com: the schema takes it; invalid characters: '_'
anna@corp.lan: the schema takes it; anna@corp.lan
anna@corp.internal: the schema takes it; anna@corp.internal
anna@Corp.example: the schema takes it; anna@corp.example
SEEN
echo "As recorded."
