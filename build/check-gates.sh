#!/usr/bin/env bash
# Shows that every gate of the build fires: each module below gate-checks/ has one fault, and must fail for it.
set -euo pipefail
cd "$(dirname "$0")/.."

fixtures=build/gate-checks
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# verdict GATE LOG GOAL TEXT: the goal must have ended the build, and the text must be there.
verdict() {
  if grep -qE -- "Failed to execute goal .*maven-$3-plugin|Failed to execute goal .*$3-maven-plugin" "$2" && grep -qE -- "$4" "$2"; then
    printf '%-40s fired\n' "$1:"
  else
    printf '%-40s DID NOT FIRE (expected "%s" by %s)\n' "$1:" "$4" "$3"
    sed 's/^/    | /' "$2" | tail -n 40
    failed=1
  fi
}

# section MODULE: its part of the one long log, with its part of the error summary.
section() {
  awk -v m="gate-$1" '
    /^\[INFO\] -+< / { inside = index($0, ":" m " >") > 0 }
    /^\[INFO\] Reactor Summary/ { inside = 0 }
    index($0, "on project " m ":") > 0 { error = 1 }
    inside || error { print }
    /-> \[Help/ { error = 0 }' "$work/all.log" > "$work/$1.log"
}

# gate NAME MODULE GOAL TEXT
gate() {
  section "$2"
  verdict "$1" "$work/$2.log" "$3" "$4"
}

# The released jar is made here: the profile api-check wakes up by the file.
mkdir -p "$work/classes" "$fixtures/api/api-baseline"
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
jar="${JAVA_HOME:+$JAVA_HOME/bin/}jar"
"$javac" --release 17 -d "$work/classes" "$fixtures"/api/released/gate/*.java
"$jar" --create --file "$fixtures/api/api-baseline/released.jar" -C "$work/classes" .

# One Maven for all; --fail-at-end lets every module have its turn.
./mvnw -B -f "$fixtures/pom.xml" --fail-at-end clean verify > "$work/all.log" 2>&1 || true

gate 'layout' formatter spotless 'format violations'
gate 'null where non-null is promised' nullaway compiler '\[NullAway\] returning @Nullable'
gate 'Error Prone warning' errorprone compiler '\[UnusedVariable\]'
gate 'javac warning' lint compiler '\[rawtypes\]'
gate 'banned dependency' banned enforcer 'com.squareup.okhttp3:okhttp:.*banned'
gate 'two versions of a dependency' convergence enforcer 'Dependency convergence error for net.bytebuddy:byte-buddy'
gate 'dependency below what another needs' convergence enforcer 'Require upper bound dependencies error for net.bytebuddy:byte-buddy'
gate 'plugin without version' plugin-version enforcer 'maven-antrun-plugin'
gate 'unused dependency' unused dependency 'Unused declared dependencies'
gate 'undeclared dependency' undeclared dependency 'Used undeclared dependencies'
gate 'broken javadoc link' javadoc javadoc 'reference not found'
gate 'public type without javadoc' javadoc-type checkstyle 'MissingJavadocType'
gate 'incompatible API' api japicmp 'METHOD_REMOVED'

# The wrapper brings whatever Maven its properties name.
mkdir -p "$work/old/.mvn/wrapper"
cp mvnw "$work/old/"
old=$(sed -n 's/^distributionUrl=//p' .mvn/wrapper/maven-wrapper.properties | sed -E 's/3\.[0-9]+\.[0-9]+/3.8.8/g')
echo "distributionUrl=$old" > "$work/old/.mvn/wrapper/maven-wrapper.properties"
"$work/old/mvnw" -B -f pom.xml -pl :stravaai-parent validate > "$work/old.log" 2>&1 || true
verdict 'old Maven' "$work/old.log" enforcer 'Build with ./mvnw'

section control
if grep -qF 'gate-control ' "$work/all.log" && grep -qE 'gate-control \.* SUCCESS' "$work/all.log"; then
  printf '%-40s passed\n' 'no fault:'
else
  printf '%-40s FAILED, so the others may have failed for another reason\n' 'no fault:'
  sed 's/^/    | /' "$work/control.log" | tail -n 40
  failed=1
fi
exit "$failed"
