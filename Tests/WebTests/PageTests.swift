import Testing

@testable import Web

@Suite("The page")
struct PageTests {
    private let html = Page.html(nonce: "n0nce")

    @Test("carries its nonce on its one style and its one script, and the policy allows no other")
    func nonce() {
        #expect(html.components(of: "<style nonce=\"n0nce\">") == 1 && html.components(of: "<style") == 1)
        #expect(html.components(of: "<script nonce=\"n0nce\">") == 1 && html.components(of: "<script") == 1)
        let policy = Page.policy(nonce: "n0nce")
        #expect(policy.hasPrefix("default-src 'none'"))
        #expect(policy.contains("script-src 'nonce-n0nce';") && !policy.contains("unsafe"))
    }

    @Test("a nonce is used once")
    func fresh() {
        #expect(Page.freshNonce() != Page.freshNonce())
        #expect(Page.freshNonce().utf8.count >= 20)
    }

    @Test("needs nothing from elsewhere")
    func selfContained() {
        #expect(!html.contains("https:") && !html.contains("src=") && !html.contains("@import"))
        #expect(!html.replacing("http://www.w3.org/2000/svg", with: "").contains("http:"))
    }

    @Test(
        "puts data in as text: nothing that reads it as markup, nothing that the policy would refuse",
        arguments: [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "style=\"",
            "onclick",
        ])
    func textOnly(word: String) {
        #expect(!html.contains(word))
    }
}

extension String {
    fileprivate func components(of word: String) -> Int { ranges(of: word).count }
}
