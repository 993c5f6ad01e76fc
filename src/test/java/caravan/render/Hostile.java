package caravan.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Text and addresses that try to be more than text and addresses. */
public final class Hostile {

  private Hostile() {}

  /** Texts by what they try. */
  public static Map<String, String> texts() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("script", "<script>alert(1)</script>");
    all.put("script in capitals", "<SCRIPT SRC=//example.com/x.js></SCRIPT>");
    all.put("script without end", "<script>alert(1)");
    all.put("script with slash", "<script/x>alert(1)</script\t>");
    all.put("script in script", "<scr<script>ipt>alert(1)</scr</script>ipt>");
    all.put("script after text end", "</p></div></body></html><script>alert(1)</script>");
    all.put("image with handler", "<img src=x onerror=alert(1)>");
    all.put("image without quotes", "<img src=`javascript:alert(1)` onerror=alert`1`>");
    all.put("svg", "<svg/onload=alert(1)>");
    all.put("svg with script", "<svg><script>alert(1)</script></svg>");
    all.put(
        "svg use", "<svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)>#x\"/></svg>");
    all.put("mathml", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>");
    all.put("iframe", "<iframe src=javascript:alert(1)></iframe>");
    all.put("iframe with document", "<iframe srcdoc=\"<script>alert(1)</script>\">");
    all.put("object", "<object data=javascript:alert(1)>");
    all.put("embed", "<embed src=//example.com/x.swf>");
    all.put("meta refresh", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">");
    all.put("base", "<base href=\"https://example.com/\">");
    all.put("form", "<form action=javascript:alert(1)><input type=submit></form>");
    all.put("button", "<button formaction=javascript:alert(1)>x</button>");
    all.put("focus", "<input autofocus onfocus=alert(1)>");
    all.put("details", "<details open ontoggle=alert(1)>");
    all.put("link element", "<link rel=stylesheet href=//example.com/x.css>");
    all.put("style element", "<style>@import '//example.com/x.css';</style>");
    all.put("style attribute", "<b style=\"background:url(javascript:alert(1))\">x</b>");
    all.put("style expression", "<div style=\"width: expression(alert(1))\">");
    all.put("template element", "<template><script>alert(1)</script></template>");
    all.put("noscript", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">");
    all.put("textarea", "<textarea></textarea><script>alert(1)</script>");
    all.put("title", "</title><script>alert(1)</script>");
    all.put("plaintext", "<plaintext>all that follows");
    all.put("xmp", "<xmp><script>alert(1)</script></xmp>");
    all.put("comment", "<!-- hidden --><b>x</b>");
    all.put("comment without end", "<!-- everything behind is gone");
    all.put("comment that ends early", "<!--><script>alert(1)</script>-->");
    all.put("conditional comment", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->");
    all.put("cdata", "<![CDATA[<script>alert(1)</script>]]>");
    all.put("processing instruction", "<?xml version=\"1.0\"?><?php echo 1 ?>");
    all.put("doctype", "<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>&x;");
    all.put("broken tags", "<<b>x</b <i y=\"><u>z");
    all.put("tag with NUL", "<scr\0ipt>alert(1)</scr\0ipt>");
    all.put("tag with line breaks", "<img\nsrc=x\nonerror\n=\nalert(1)>");
    all.put("full-width brackets", "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e");
    all.put("overlong quote escape", "\\\"><script>alert(1)</script>");
    all.put("double quote", "\" onmouseover=\"alert(1)");
    all.put("single quote", "' onmouseover='alert(1)");
    all.put("backtick quote", "` onmouseover=`alert(1)");
    all.put("nested quotes", "\"'`\"'`><img src=x onerror=alert(1)>");
    all.put("entities", "&lt;script&gt;alert(1)&lt;/script&gt;");
    all.put("numeric entities", "&#60;script&#62;alert(1)&#x3c;/script&#x3e");
    all.put("entities twice", "&amp;lt;script&amp;gt;");
    all.put("entity without end", "&ltscript&gtalert(1)");
    all.put("ampersands", "a & b && c &amp d &");
    all.put("utf-7", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-");
    all.put("double braces", "{{constructor.constructor('alert(1)')()}}");
    all.put("triple braces", "{{{x}}} {{{{raw}}}}");
    all.put("dollar braces", "${alert(1)} #{alert(1)} @{x} *{x} ~{x}");
    all.put("template tags", "<%= 7*7 %> {% raw %} [[${7*7}]] {# x #}");
    all.put("jndi", "${jndi:ldap://127.0.0.1/a}");
    all.put("camel simple", "${bean:exec?method=run} $simple{body} {{secret}}");
    all.put("brace at the end", "open {");
    all.put("markdown link", "[x](javascript:alert(1))");
    all.put("markdown link end", "](javascript:alert(1))");
    all.put("markdown link with title", "[x](https://example.com \"a\\\" onclick=\\\"b\")");
    all.put("markdown image", "![x](https://example.com/x.png)");
    all.put("markdown reference", "[x]: javascript:alert(1)\n[x]");
    all.put("markdown footnote", "[^1]: note");
    all.put("autolink", "<https://example.com> <javascript:alert(1)> <a@example.com>");
    all.put("heading marks", "# no heading\n## nor this");
    all.put("setext heading", "no heading\n===\nnor this\n---");
    all.put("rule", "---\n***\n___");
    all.put("list marks", "- no item\n+ nor this\n* nor this\n1. nor this\n2) nor this");
    all.put("task marks", "[ ] no task\n[x] nor this");
    all.put("quote marks", "> no quote\n>> nor this");
    all.put("fence", "```\nno code\n```");
    all.put("tilde fence", "~~~ html\n<script>\n~~~");
    all.put("fence that ends code", "````\n</code></pre><script>alert(1)</script>\n````");
    all.put("indented code", "    no code\n\tnor this");
    all.put("backticks", "` `` ``` ```` a ` b");
    all.put("emphasis", "*a* **b** ***c*** _d_ __e__ ~~f~~ ~g~");
    all.put("asterisks", "* ** *** **** a*b*c 2*3*4");
    all.put("underscores", "_ __ snake_case __init__ a_b_c");
    all.put("table pipes", "a | b | c\n--|--|--\nd | e | f");
    all.put("escaped pipe", "a \\| b \\\\| c");
    all.put("backslashes", "\\ \\\\ \\n \\< \\[ end\\");
    all.put("tildes", "~ ~~ ~~~ a~~b~~c");
    all.put("front matter", "---\ntitle: x\n---");
    all.put("html block in markdown", "<div>\n\n**x**\n\n</div>");
    all.put("Notion tags", "<callout icon=\"x\">\n\tinside\n</callout>");
    all.put("Notion attributes", "text {color=\"red\"} {toggle=\"true\"}");
    all.put("Notion span", "<span color=\"red\">x</span><br><empty-block/>");
    all.put("Notion mention", "<mention-user url=\"user://x\">Boss</mention-user>");
    all.put("Slack channel alarm", "<!channel> <!here> <!everyone>");
    all.put("Slack person", "<@U123ABC> <#C123ABC|general> <!subteam^S123|team>");
    all.put("Slack link", "<https://example.com|safe>");
    all.put("Slack link break", "x|y> <!channel>");
    all.put("Slack escapes", "&lt;!channel&gt; &amp;lt;!here&amp;gt;");
    all.put("Slack date", "<!date^1392734382^{date}^https://example.com|x>");
    all.put("Slack plain alarms", "@channel @here @everyone #general");
    all.put("Slack marks", "*b* _i_ ~s~ `c` ```p``` > q :smile:");
    all.put("right to left override", "invoice\u202egnp.exe");
    all.put("embeddings without end", "a\u202ab\u202bc\u202dd");
    all.put("isolates without end", "a\u2066b\u2067c\u2068d");
    all.put("pop without start", "\u202c\u2069x");
    all.put("direction marks", "a\u200eb\u200fc\u061cd");
    all.put("zero width", "a\u200bb\u200cc\u200dd\ufeffe\u2060f");
    all.put("zero width in script", "java\u200bscript:alert(1)");
    all.put("NUL", "a\0b");
    all.put("control characters", "\u0001\u0008\u000b\u000c\u001b[31mred\u007f\u0085\u009b");
    all.put("carriage returns", "a\rb\r\nc");
    all.put("line separators", "a\u2028b\u2029c");
    all.put("high surrogate alone", "a\ud83d");
    all.put("low surrogate alone", "\ude00b");
    all.put("surrogates swapped", "\ude00\ud83d");
    all.put("not characters", "a\ufffeb\uffffc\ufdd0d");
    all.put("replacement", "a\ufffdb");
    all.put("stacked accents", "Z" + "\u0335\u0321\u0327".repeat(200));
    all.put("tag characters", "x" + Character.toString(0xe0041) + Character.toString(0xe0042));
    all.put("very long word", "x".repeat(50_000));
    all.put("many brackets", "[".repeat(3_000) + "]".repeat(3_000));
    all.put("many tags", "<b>".repeat(3_000));
    all.put("many asterisks", "*a ".repeat(3_000));
    all.put("many backticks", "`a``b```".repeat(1_000));
    all.put("many spaces", "a" + " ".repeat(20_000) + "b");
    all.put("only spaces", "   \t  ");
    all.put("no-break spaces", "\u00a0a\u00a0\u2003b\u3000");
    all.put("crash string", "\u0c1c\u0c4d\u0c1e\u200c\u0c3e");
    all.put("full-width punctuation", "\uff02\uff07\uff1c\uff1e\uff06\uff1a\uff0f");
    return all;
  }

  /** Addresses that must not become links. */
  static Map<String, String> addresses() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("javascript", "javascript:alert(1)");
    all.put("mixed case", "JaVaScRiPt:alert(1)");
    all.put("leading space", " javascript:alert(1)");
    all.put("leading control", "\u0001javascript:alert(1)");
    all.put("tab inside", "java\tscript:alert(1)");
    all.put("line break inside", "java\nscript:alert(1)");
    all.put("return inside", "java\r\nscript:alert(1)");
    all.put("NUL inside", "java\0script:alert(1)");
    all.put("zero width inside", "java\u200bscript:alert(1)");
    all.put("soft hyphen inside", "java\u00adscript:alert(1)");
    all.put("space before colon", "javascript :alert(1)");
    all.put("entity", "&#106;avascript:alert(1)");
    all.put("entity for colon", "javascript&colon;alert(1)");
    all.put("entity for tab", "java&Tab;script:alert(1)");
    all.put("percent", "%6aavascript:alert(1)");
    all.put("percent colon", "javascript%3aalert(1)");
    all.put("full-width letters", "\uff4aavascript:alert(1)");
    all.put("full-width colon", "javascript\uff1aalert(1)");
    all.put("Cyrillic letter", "j\u0430vascript:alert(1)");
    all.put("dotless i", "javascr\u0131pt:alert(1)");
    all.put("long s", "java\u017fcript:alert(1)");
    all.put("override", "\u202ejavascript:alert(1)");
    all.put("with slashes", "javascript://example.com/%0aalert(1)");
    all.put("scheme twice", "javascript:https://example.com");
    all.put("vbscript", "vbscript:msgbox(1)");
    all.put("livescript", "livescript:alert(1)");
    all.put("data", "data:text/html,<script>alert(1)</script>");
    all.put("data in base64", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==");
    all.put("data svg", "data:image/svg+xml,<svg onload=alert(1)>");
    all.put("data svg in base64", "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=");
    all.put("data with two types", "data:image/png,text/html;base64,PHN2Zz4=");
    all.put("data with quote", "data:image/png;base64,AAAA\" onerror=\"alert(1)");
    all.put("data without type", "data:,alert(1)");
    all.put("file", "file:///etc/passwd");
    all.put("ftp", "ftp://example.com/x");
    all.put("blob", "blob:https://example.com/1");
    all.put("filesystem", "filesystem:https://example.com/x");
    all.put("jar", "jar:https://example.com!/x");
    all.put("view-source", "view-source:https://example.com");
    all.put("intent", "intent://example.com#Intent;end");
    all.put("about", "about:blank");
    all.put("ms-msdt", "ms-msdt:/id PCWDiagnostic");
    all.put("tel", "tel:+1000");
    all.put("no scheme", "//example.com/x");
    all.put("relative", "/x/y");
    all.put("fragment", "#x");
    all.put("backslashes", "https:\\\\example.com");
    all.put("one slash", "https:/example.com");
    all.put("no slash", "https:example.com");
    all.put("no host", "https:///x");
    all.put("only a query", "https://?x");
    all.put("space in host", "https://exa mple.com");
    all.put("backslash in host", "https://example.com\\@example.org");
    all.put("user in host", "https://example.com@example.org/");
    all.put("user and password", "https://reviewer:secret@example.org/");
    all.put("quote in host", "https://example.com\"onclick=alert(1)");
    all.put("tag in host", "https://<b>example.com");
    all.put("control in path", "https://example.com/a\u0000b");
    all.put("line break in path", "https://example.com/a\nb");
    all.put("trailing space", "https://example.com/ ");
    all.put("leading zero width", "\u200bhttps://example.com");
    all.put("slash look-alike in host", "https://example.com\uff0fevil.example");
    all.put("slash look-alike by folding", "https://example.c\u2100.evil.example");
    all.put("half a character", "https://example.com/\ud83d");
    all.put("port of letters", "https://example.com:x/");
    all.put("mail without address", "mailto:");
    all.put("mail with header", "mailto:a@example.com%0d%0aBcc:b@example.com");
    all.put("mail with line break", "mailto:a@example.com\nBcc:b@example.com");
    all.put("empty", "");
    return all;
  }

  /** Addresses that stay links but try to break out of the place where they are written. */
  static List<String> breakouts() {
    return List.of(
        "https://example.com/\"onmouseover=alert(1)//",
        "https://example.com/'onmouseover='alert(1)",
        "https://example.com/><script>alert(1)</script>",
        "https://example.com/`x`",
        "https://example.com/) [x](javascript:alert(1)",
        "https://example.com/ \"title\" onclick=\"x",
        "https://example.com/<!channel>",
        "https://example.com/|x> <!channel",
        "https://example.com/{{x}}${y}",
        "https://example.com/?a=1&lt;b&amp;c&quot;",
        "https://example.com/\\",
        "https://example.com/a\u202eb",
        "https://example.com/%",
        "https://example.com/%0d%0aSet-Cookie:x",
        "https://example.com/javascript:alert(1)",
        "https://xn--e1afmkfd.example/",
        "https://\u0440\u0430\u0443\u0440\u0430l.example/",
        "HTTPS://EXAMPLE.COM/A",
        "https://[::1]:8080/x",
        "https://127.0.0.1/x?y=(z)",
        "mailto:reviewer@example.com?subject=\"><script>");
  }

  /** Mixtures of pieces, the same each time. */
  static List<String> mixtures(int count) {
    String[] pieces = {
      "<",
      ">",
      "\"",
      "'",
      "`",
      "&",
      ";",
      "[",
      "]",
      "(",
      ")",
      "!",
      "\\",
      "|",
      "*",
      "_",
      "~",
      "#",
      "-",
      "+",
      "=",
      ":",
      "/",
      "\n",
      "\t",
      " ",
      "  ",
      "{",
      "}",
      "$",
      "%",
      "@",
      "^",
      "0",
      "1.",
      "a",
      "b",
      "x y",
      "<b>",
      "</p>",
      "<!--",
      "-->",
      "<br>",
      "](",
      "```",
      "~~~",
      "**",
      "__",
      "~~",
      "$$",
      "&lt;",
      "&#x3c;",
      "javascript:",
      "https://example.com",
      "<@U1>",
      "<!here>",
      "\u202e",
      "\u200b",
      "\0",
      "\ud83d",
      "\ude00",
      "\ud83d\ude00",
      "\u05d0",
      "---",
      "===",
      "> ",
      "- ",
      "\r"
    };
    Random random = new Random(42);
    List<String> mixtures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder mixture = new StringBuilder();
      for (int length = 1 + random.nextInt(14); length > 0; length--) {
        mixture.append(pieces[random.nextInt(pieces.length)]);
      }
      mixtures.add(mixture.toString());
    }
    return mixtures;
  }
}
