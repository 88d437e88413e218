#!/bin/sh
# Builds what the pages load, from the sources in this folder, and notes both sides in built.sha256:
# tests/web/test_static.py tells when one was changed without the other.
set -eu
cd "$(dirname "$0")"
out=../chalicelib/web/static
notice='/*! Contains GOV.UK Frontend, MIT licence, Copyright (C) 2017 Crown Copyright (Government Digital Service) */'

npm ci --silent --no-audit --no-fund
{
  echo "$notice"
  npx sass --no-source-map --no-charset --style=compressed --load-path=node_modules main.scss
} > $out/main.css
npx esbuild main.js --log-level=warning --bundle --minify --format=esm --target=es2021 \
  --legal-comments=none --banner:js="$notice" --outfile=$out/main.js

find main.scss main.js look scripts package-lock.json $out/main.css $out/main.js -type f | LC_ALL=C sort | xargs sha256sum > built.sha256
