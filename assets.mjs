// Builds static/build/ from static/scss/ and static/js/: one style sheet and three scripts, all small.
// Beside them the fonts of papers: one for words, and one for the letters that it does not have.

import { copyFile, mkdir, writeFile } from "node:fs/promises"

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
  await build({ ...shared, entryPoints: ["static/js/passkeys.js"], format: "iife", target: "es2017" })
}

const fonts = [
  ...["Regular", "It", "Semibold", "Bold"].map((face) => `source-sans/TTF/SourceSans3-${face}.ttf`),
  ...["DejaVuSans", "DejaVuSans-Bold"].map((face) => `dejavu-fonts-ttf/ttf/${face}.ttf`),
]

async function copyFonts() {
  await Promise.all(
    fonts.map((file) => copyFile(`node_modules/${file}`, `${output}/fonts/${file.split("/").at(-1)}`)),
  )
}

await mkdir(`${output}/fonts`, { recursive: true })
await Promise.all([buildStyleSheet(), buildScripts(), copyFonts()])
