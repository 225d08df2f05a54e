#!/usr/bin/env bash
# ${NAME:-default} in Dropwizard's configuration is not what it is in a shell or in Docker Compose.
#
# dropwizard-configuration 4.0.12 (Maven Central), the reader of OpenMetadata's openmetadata.yaml:
#   - a variable that is set and empty gives nothing, which YAML reads as null; a shell gives the default
#   - a default that names another variable stays as it is written: ${A:-${B:-x}} gives the string "${B:-x}"
#   - a variable whose value is "${B:-x}" is filled in, although a value is data everywhere else
#   - an unset variable without a default stays as it is written, without an error (not strict, as servers use it)
#   - a value is put in before YAML is parsed: "a #b" loses its end
#
# Needs: Java 11 or later, Maven, bash.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.dropwizard</groupId><artifactId>dropwizard-configuration</artifactId><version>4.0.12</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Read.java <<'JAVA'
import com.fasterxml.jackson.databind.*;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dropwizard.configuration.*;
import java.nio.charset.StandardCharsets;

class Read {
    public static void main(String[] args) throws Exception {
        // Both as a Dropwizard application uses them: a source of the file, and a mapper that reads it into a tree.
        ConfigurationSourceProvider source = new SubstitutingSourceProvider(
            path -> new java.io.ByteArrayInputStream(path.getBytes(StandardCharsets.UTF_8)),
            new EnvironmentVariableSubstitutor(false));
        ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
        for (String value : new String[] {
            "${EMPTY:-default}", "${UNSET:-${OTHER:-x}}", "${POINTER:-x}", "${UNSET}", "${HASH:-x}",
        }) {
            System.out.println(value + " => " + mapper.readTree(source.open("key: " + value)).get("key"));
        }
    }
}
JAVA
export EMPTY= OTHER=other POINTER='${OTHER:-x}' HASH='a #b'
java -cp 'lib/*' Read.java > seen
echo "bash: ${EMPTY:-default} ${UNSET:-${OTHER:-x}} ${POINTER:-x}" >> seen

diff - seen <<'SEEN'
${EMPTY:-default} => null
${UNSET:-${OTHER:-x}} => "${OTHER:-x}"
${POINTER:-x} => "other"
${UNSET} => "${UNSET}"
${HASH:-x} => "a"
bash: default other ${OTHER:-x}
SEEN
echo "As recorded."
