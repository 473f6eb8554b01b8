// Builds static/build/ from static/scss/ and static/js/: one style sheet and two scripts, all small.

import { mkdir, writeFile } from "node:fs/promises"

import { build } from "esbuild"
import { compileAsync } from "sass"

const output = "static/build"

async function buildStyleSheet() {
  const { css } = await compileAsync("static/scss/app.scss", {
    style: "compressed",
    loadPaths: ["node_modules"],
    quietDeps: true,
  })
  await writeFile(`${output}/app.css`, css)
}

// app.js is a module, so that browsers too old for GOV.UK Frontend never fetch what they cannot run.
async function buildScripts() {
  const shared = { bundle: true, minify: true, outdir: output, logLevel: "warning" }
  await build({ ...shared, entryPoints: ["static/js/app.js"], format: "esm", target: "es2017" })
  await build({ ...shared, entryPoints: ["static/js/enabled.js"], format: "iife", target: "es2015" })
}

await mkdir(output, { recursive: true })
await Promise.all([buildStyleSheet(), buildScripts()])
