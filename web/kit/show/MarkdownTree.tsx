import { Anchor, Text } from "@mantine/core";
import { Lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { texts } from "../texts.ts";
import classes from "./Markdown.module.css";

/** Characters that are read: some text takes the reader time that grows with its square. */
const MOST = 30_000;
/** Quotes in lists in quotes; what lies deeper is shown as it was written. */
const DEEPEST = 12;
/** Of the text, below the section that it stands in. */
const HEADINGS = ["h3", "h4", "h5", "h6"] as const;

/**
 * Markdown as elements, never as HTML: tags are shown as the text they are, links lead to web pages only, pictures are their
 * words. A heading that opens the text says what the page's own title says, and is left out.
 */
export function MarkdownTree({ text }: { text: string }) {
  const read = text.slice(0, MOST);
  const tokens = tokensOf(read);
  return (
    <div className={classes.markdown}>
      {tokens === undefined ? <pre>{read}</pre> : <Parts tokens={tokens} depth={0} />}
      {text.length > MOST ? (
        <Text size="sm" c="dimmed">
          {texts.markdownCut(text.length - MOST)}
        </Text>
      ) : null}
    </div>
  );
}

/** Undefined for what nests so deeply that it cannot be read. */
function tokensOf(text: string): Token[] | undefined {
  try {
    const [first, ...rest] = Lexer.lex(text);
    return first === undefined || first.type === "heading" ? rest : [first, ...rest];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Part {
  tokens: readonly Token[] | undefined;
  depth: number;
}

function Parts({ tokens = [], depth }: Part) {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no names, and keep their order.
    <Fragment key={index}>
      {depth > DEEPEST || !isKnown(token) ? token.raw : elementOf(token, depth + 1)}
    </Fragment>
  ));
}

/** Extensions could add other tokens; there are none. */
function isKnown(token: Token): token is MarkedToken {
  return token.type !== "generic";
}

function elementOf(token: MarkedToken, depth: number): ReactNode {
  switch (token.type) {
    case "heading": {
      const Heading = HEADINGS[Math.min(token.depth - 1, HEADINGS.length - 1)] ?? "h6";
      return (
        <Heading>
          <Parts tokens={token.tokens} depth={depth} />
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p>
          <Parts tokens={token.tokens} depth={depth} />
        </p>
      );
    case "blockquote":
      return (
        <blockquote>
          <Parts tokens={token.tokens} depth={depth} />
        </blockquote>
      );
    case "list":
      return <List list={token} depth={depth} />;
    case "table":
      return <Table table={token} depth={depth} />;
    case "code":
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case "hr":
      return <hr />;
    case "strong":
      return (
        <strong>
          <Parts tokens={token.tokens} depth={depth} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Parts tokens={token.tokens} depth={depth} />
        </em>
      );
    case "del":
      return (
        <del>
          <Parts tokens={token.tokens} depth={depth} />
        </del>
      );
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return <Link link={token} depth={depth} />;
    case "html":
      return token.text.startsWith("<!--") ? null : token.text;
    case "text":
      return token.tokens === undefined ? token.text : <Parts tokens={token.tokens} depth={depth} />;
    case "image":
    case "escape":
      return token.text;
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "space":
    case "def":
    case "list_item":
      return null;
  }
}

function List({ list, depth }: { list: Tokens.List; depth: number }) {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
    <li key={index}>
      <Parts tokens={item.tokens} depth={depth} />
    </li>
  ));
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table, depth }: { table: Tokens.Table; depth: number }) {
  const cells = (row: readonly Tokens.TableCell[], Cell: "th" | "td") =>
    row.map(({ tokens, align }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <Cell key={index} style={align === null ? undefined : { textAlign: align }}>
        <Parts tokens={tokens} depth={depth} />
      </Cell>
    ));
  return (
    <div className={classes.wide}>
      <table>
        <thead>
          <tr>{cells(table.header, "th")}</tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <tr key={index}>{cells(row, "td")}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** To web pages and addresses of mail; whatever else a link names is not there for a reader of this page. */
function Link({ link, depth }: { link: Tokens.Link; depth: number }) {
  const words = <Parts tokens={link.tokens} depth={depth} />;
  if (!/^(https?:\/\/|mailto:)/i.test(link.href)) return words;
  return (
    <Anchor inherit href={link.href} target="_blank" rel="noopener noreferrer nofollow">
      {words}
    </Anchor>
  );
}
