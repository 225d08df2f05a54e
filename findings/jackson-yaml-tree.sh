#!/usr/bin/env bash
# Jackson's YAML reads the same plain scalar in two ways: one into a String field, another by way of a tree.
#
# jackson-dataformat-yaml 2.18.2 (Maven Central). Bound straight to a String, 0123 is "0123"; read into a tree first, as
# Dropwizard does with its configuration, it is the octal number 83, and the String field gets "83". Likewise 1_000, 0x1F,
# 0b11, 1e3 and yes. What looks alike differs: 0123 is a number and 0923 a string; yes and on are booleans, y and n strings;
# 0o17, YAML 1.2's octal, is a string; 12:30, which YAML 1.1 has as 750, is a string too.
# .inf, a number of YAML 1.1 and 1.2, is a JsonParseException: Malformed numeric value '.inf'.
# An identifier of digits in a YAML file that Dropwizard reads has to be quoted.
#
# Needs: Java 11 or later, Maven.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.fasterxml.jackson.dataformat</groupId><artifactId>jackson-dataformat-yaml</artifactId><version>2.18.2</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Read.java <<'JAVA'
import com.fasterxml.jackson.databind.*;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

class Read {
    static class Settings {
        public String keyId;
    }

    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
        for (String value : "0123 0923 1_000 0x1F 0b11 1e3 yes on y 0o17 12:30 .inf".split(" ")) {
            String text = "keyId: " + value;
            try {
                JsonNode tree = mapper.readTree(text);
                System.out.printf("%-6s %-7s bound \"%s\", by way of a tree \"%s\"%n", value, tree.get("keyId").getNodeType(),
                    mapper.readValue(text, Settings.class).keyId, mapper.treeToValue(tree, Settings.class).keyId);
            } catch (Exception error) {
                System.out.printf("%-6s %s: %s%n", value, error.getClass().getSimpleName(), error.getMessage().split("\n")[0]);
            }
        }
    }
}
JAVA
java -cp 'lib/*' Read.java > seen

diff - seen <<'SEEN'
0123   NUMBER  bound "0123", by way of a tree "83"
0923   STRING  bound "0923", by way of a tree "0923"
1_000  NUMBER  bound "1_000", by way of a tree "1000"
0x1F   NUMBER  bound "0x1F", by way of a tree "31"
0b11   NUMBER  bound "0b11", by way of a tree "3"
1e3    NUMBER  bound "1e3", by way of a tree "1000.0"
yes    BOOLEAN bound "yes", by way of a tree "true"
on     BOOLEAN bound "on", by way of a tree "true"
y      STRING  bound "y", by way of a tree "y"
0o17   STRING  bound "0o17", by way of a tree "0o17"
12:30  STRING  bound "12:30", by way of a tree "12:30"
.inf   JsonParseException: Malformed numeric value '.inf'
SEEN
echo "As recorded."
