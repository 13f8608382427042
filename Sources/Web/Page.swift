/// The page: one document without anything from elsewhere, since static binaries carry no files and hosts have no way out.
enum Page {
    /// - Parameter nonce: as in the header that goes with it, see ``policy(nonce:)``.
    static func html(nonce: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>balloond</title>
        <link rel="icon" href="\(icon)">
        <style nonce="\(nonce)">
        \(style)
        </style>
        </head>
        \(markup)
        <script nonce="\(nonce)">
        "use strict";
        \(formatting)
        \(poolScript)
        \(chartScript)
        \(guestScript)
        \(liveScript)
        </script>
        </html>

        """
    }

    /// Only this page's own style and script run, it talks to nobody but its server, and nobody may frame it.
    static func policy(nonce: String) -> String {
        "default-src 'none'; style-src 'nonce-\(nonce)'; script-src 'nonce-\(nonce)'; connect-src 'self'; "
            + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }

    /// 128 bits, hexadecimal.
    static func freshNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next(), radix: 16) + String(generator.next(), radix: 16)
    }

    private static let icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath d='M16 2a10 10 0 0 0-10 10c0 "
        + "6 6 11 10 11s10-5 10-11A10 10 0 0 0 16 2zm-2 21h4l1 3h-6zM16 26v5' fill='%233b76e1' stroke='%233b76e1'/%3E%3C/svg%3E"
}
