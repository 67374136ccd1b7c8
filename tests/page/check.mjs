// Whether the patient's page is right in a real browser: valid, without a finding of axe, nowhere wider than a telephone,
// silent (no request, no message), one sheet of A4, and with the dates that `eval --format json` has.
//
// `check.mjs CARECHECK MODULES [PICTURES]`: the program; the folder with `node_modules`; a folder for pictures to look at.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [carecheck, modules, pictures] = process.argv.slice(2).map((name) => path.resolve(name));
const require = createRequire(path.join(modules, "/"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const here = path.dirname(fileURLToPath(import.meta.url));
process.chdir(path.join(here, "../.."));
const folder = mkdtempSync(path.join(tmpdir(), "carecheck-page-"));
const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });
const clinic = ["--clinic", path.join(here, "clinic.toml")];

const TREATED = "2026-10-23T16:30";
const NOW = ["--now", "2026-10-24T09:00"];
// Screens: width, colours, and the size that a reader has chosen for text, in percent.
const SCREENS = [
  [320, "light", 100],
  [320, "dark", 200],
  [390, "dark", 100],
  [1280, "light", 100],
];
const BROWSER = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const wrong = [];
function check(holds, what) {
  if (!holds) wrong.push(what);
}

function evaluate(...options) {
  return execFileSync(carecheck, ["eval", "--tz", "Europe/Paris", ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** The sheets of `rules/`; a name with two dots holds translations. */
const sheets = readdirSync("rules").filter((name) => /^[^.]+\.care$/.test(name)).map((name) => path.join("rules", name));
// A sheet that says when to call the clinic, with events that are not known.
sheets.push("tests/sheets/57-hernia-mountnittany.care");

function* pages() {
  for (const sheet of sheets) {
    const one = [sheet, "--treated", TREATED];
    const name = path.basename(sheet, ".care");
    yield { name, options: [...one, ...clinic], sheets: 1 };
    yield { name: `${name}-now`, options: [...one, ...NOW], sheets: 1 };
    yield { name: `${name}-clinician`, options: [...one, ...clinic, "--view", "clinician"] };
  }
  const both = ["rules/default.care", "rules/permanent_brows.care", "--treated", `microneedling=${TREATED}`];
  const several = [...both, "--treated", "permanent_brows=2026-11-12T10:00"];
  yield { name: "several", options: [...several, ...clinic] };
  yield { name: "several-now", options: [...several, ...NOW] };
}

/** The weekday and the day of an instant of the JSON, as the page says them, and those of the day before. */
function days(instant) {
  const [, at, zone] = /^(.*)\[(.*)\]$/.exec(instant);
  const words = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", timeZone: zone });
  return [0, 1000].map((before) => {
    const parts = words.formatToParts(new Date(new Date(at).getTime() - before));
    const part = (type) => parts.find((part) => part.type === type).value;
    return `${part("weekday")} ${part("day")}`;
  });
}

/** Every instant at which something surely begins or ends stands on the page. */
function sameDays(name, text, plan) {
  const said = text.replaceAll("\u00a0", " ").replace(/\s+/g, " ");
  for (const { text: sentence, start, end } of plan.guidance) {
    for (const edge of [start, end].filter((edge) => edge.earliest && edge.earliest === edge.latest)) {
      check(days(edge.earliest).some((day) => said.includes(day)), `${name}: ${edge.earliest} of "${sentence}" is not said`);
    }
  }
}

function launch(size) {
  const text = size === 100 ? [] : [`--blink-settings=defaultFontSize=${(16 * size) / 100}`];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...BROWSER, ...text] });
}

const browsers = new Map();
for (const size of new Set(SCREENS.map(([, , size]) => size))) browsers.set(size, await launch(size));
let count = 0;
for (const { name, options, sheets } of pages()) {
  const file = path.join(folder, `${name}.html`);
  evaluate(...options, "--format", "html", "-o", file);
  const report = await validator.validateFile(file);
  for (const { messages } of report.results) {
    for (const message of messages) wrong.push(`${name}:${message.line}: ${message.ruleId}: ${message.message}`);
  }
  for (const [width, colorScheme, size] of SCREENS) {
    const screen = `${name}, ${width} px, ${colorScheme}, ${size} %`;
    const page = await browsers.get(size).newPage({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" });
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => wrong.push(`${screen}: console: ${message.text()}`));
    page.on("pageerror", (error) => wrong.push(`${screen}: ${error}`));
    await page.goto(pathToFileURL(file).href);
    const widest = await page.evaluate(() => document.scrollingElement.scrollWidth);
    check(widest <= width, `${screen}: ${widest} px wide`);
    check(requests.length === 1, `${screen}: asks for ${requests.slice(1)}`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, nodes } of violations) wrong.push(`${screen}: axe: ${id}: ${nodes.map((node) => node.html).join(" ")}`);
    if (pictures) await page.screenshot({ path: path.join(pictures, `${name}-${width}-${size}.png`), fullPage: true });
    if (width === 1280) {
      const plan = JSON.parse(evaluate(...options.slice(0, options.indexOf("--treated")), ...treated(options), "--format", "json"));
      if (!name.includes("now")) sameDays(name, await page.evaluate(() => document.body.innerText), plan);
      const pdf = await page.pdf({ preferCSSPageSize: true, path: pictures && path.join(pictures, `${name}.pdf`) });
      const raw = pdf.toString("latin1");
      const printed = raw.match(/\/Type\s*\/Page\b(?!s)/g).length;
      check(sheets === undefined || printed === sheets, `${name}: ${printed} sheets of paper, not ${sheets}`);
      check(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/.test(raw), `${name}: the paper is not A4`);
    }
    await page.close();
    count += 1;
  }
}

/** The options that say when the treatments are. */
function treated(options) {
  return options.flatMap((option, index) => (options[index - 1] === "--treated" ? ["--treated", option] : []));
}

for (const browser of browsers.values()) await browser.close();
rmSync(folder, { recursive: true });
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
console.log(`${count} screens of the patient's page are valid, readable and silent`);
