#!/usr/bin/env bash
# OpenMetadata's own Python client refuses the defaults of its own model of the OpenID Connect settings.
#
# openmetadata-ingestion 1.12.6.0 (PyPI) with pydantic 2.12.5, metadata.generated.schema.security.client.oidcClientConfig:
#   useNonce       is True where nothing is said, and True is refused where it is said: the field is a string
#   tokenValidity  is the string "3600" where nothing is said, although the field is an integer; "3600" is taken, and becomes 3600
#   maxAge         the number 0 is refused, the string "0" is taken, although tokenValidity beside it is an integer
#   sessionExpiry  60 is taken, although the server's own description has 3600 as the least
# `import metadata` needs SQLAlchemy and the client's profiler, even for a model: the package is stood in for by its folder.
#
# Needs: Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check --no-deps openmetadata-ingestion==1.12.6.0 2>/dev/null
python/bin/pip install --quiet --disable-pip-version-check pydantic==2.12.5 pydantic-settings==2.12.0 email-validator==2.3.0 \
    'sqlalchemy==1.4.54' cached-property==2.0.1 python-dateutil==2.9.0.post0 jsonpatch==1.33 requests==2.32.5 2>/dev/null
cat > read.py <<'PY'
import os
import site
import sys
import types

folder = next(path for path in site.getsitepackages() if os.path.isdir(os.path.join(path, "metadata")))
package = types.ModuleType("metadata")
package.__path__ = [os.path.join(folder, "metadata")]
sys.modules["metadata"] = package

from metadata.generated.schema.security.client.oidcClientConfig import OidcClientConfig
from pydantic import ValidationError

required = dict(id="id", secret="secret", discoveryUri="https://example.eu.auth0.com", tenant="")
nothing_said = OidcClientConfig(**required)
for name, given in [("useNonce", True), ("tokenValidity", "3600"), ("maxAge", 0), ("maxAge", "0"), ("sessionExpiry", 60)]:
    default = getattr(nothing_said, name)
    try:
        result = repr(getattr(OidcClientConfig(**required, **{name: given}), name))
    except ValidationError as error:
        result = error.errors()[0]["msg"]
    print(f"{name}: default {default!r}, given {given!r}: {result}")
PY
python/bin/python read.py 2>/dev/null | grep -v '^Exception while parsing' > seen

diff - seen <<'SEEN'
useNonce: default True, given True: Input should be a valid string
tokenValidity: default '3600', given '3600': 3600
maxAge: default None, given 0: Input should be a valid string
maxAge: default None, given '0': '0'
sessionExpiry: default '604800', given 60: 60
SEEN
echo "As recorded."
