import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers requests, on threads that are not the daemon's.
struct Responder: Sendable {
    let gate: Gate
    let cache: NIOLoopBound<ReportCache>
    let eventLoop: any EventLoop

    func response(to request: Request) async -> Response {
        switch gate.refusal(method: request.method.rawValue, host: request.head.authority) {
        case .method?:
            var response = text(.methodNotAllowed, "this page is for looking: GET only")
            response.headers[.allow] = "GET"
            return response
        case .host?: return text(.misdirectedRequest, "ask for it as localhost or by its loopback address")
        case nil: break
        }
        guard let resource = Resource(rawValue: request.uri.path) else {
            return text(.notFound, "there is no such page")
        }
        guard resource != .page else { return page() }
        do {
            let body = try await eventLoop.flatSubmit { cache.value.body(resource) }.get()
            return response(.ok, type: resource.contentType, body: body)
        } catch {
            return text(.serviceUnavailable, "\(error)")
        }
    }

    private func page() -> Response {
        let nonce = Page.freshNonce()
        var response = response(.ok, type: Resource.page.contentType, body: ByteBuffer(string: Page.html(nonce: nonce)))
        response.headers[.contentSecurityPolicy] = Page.policy(nonce: nonce)
        return response
    }

    private func text(_ status: HTTPResponse.Status, _ words: String) -> Response {
        response(status, type: Resource.health.contentType, body: ByteBuffer(string: "\(words)\n"))
    }

    private func response(_ status: HTTPResponse.Status, type: String, body: ByteBuffer) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
                .crossOriginResourcePolicy: "same-origin",
            ], body: .init(byteBuffer: body))
    }
}
