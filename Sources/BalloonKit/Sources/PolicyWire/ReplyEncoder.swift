public import BalloonKit

/// Writes what the plugin's process answers. The daemon reads it with jansson, and believes none of it.
public struct ReplyEncoder {
    private let buffer = WireBuffer()

    public init() {}

    /// The plugin is loaded: its manifest.
    public func ready(_ manifest: PolicyManifest) -> [UInt8] {
        var writer = WireWriter()
        writer.array { writer in
            writer.put("ready")
            writer.object { writer in
                writer.key("api")
                writer.put(Int64(PolicyPlugin.api))
                writer.key("name")
                writer.put(manifest.name)
                writer.key("version")
                writer.put(manifest.version)
                writer.key("summary")
                writer.put(manifest.summary)
                writer.key("knobs")
                writer.array { writer in for knob in manifest.knobs { writer.put(knob) } }
            }
        }
        return writer.bytes
    }

    /// The plugin is not loaded.
    ///
    /// - Parameters:
    ///   - code: One of ``PolicyRefusal``.
    ///   - sentence: What is wrong and the way out, for people.
    public func refused(_ code: PolicyRefusal, _ sentence: String) -> [UInt8] {
        var writer = WireWriter()
        writer.array { writer in
            writer.put("refused")
            writer.put(code.rawValue)
            writer.put(sentence)
        }
        return writer.bytes
    }

    /// One round's answer: columns of numbers, since a thousand rows with names and codes cost the daemon more than its question.
    ///
    /// `["round", N, [guest], [target], [code], [place of its code], [amount|null], [[place of its proposal, remark]]]`. A guest is
    /// its place in the question, or a name that is not in it.
    ///
    /// - Parameter guests: Those of the question.
    public mutating func round(
        _ number: UInt64, _ proposals: [Proposal], among guests: [Snapshot.Guest]
    ) -> [UInt8] {
        var writer = WireWriter(reusing: buffer)
        var places = GuestPlaces(guests)
        var codes: [Reason.Code] = []
        var codePlaces: [Reason.Code: Int] = [:]
        writer.array { writer in
            writer.put("round")
            writer.put(number)
            writer.array { writer in
                for proposal in proposals {
                    if let place = places.place(of: proposal.guest) {
                        writer.put(Int64(place))
                    } else {
                        writer.put(proposal.guest)
                    }
                    guard codePlaces[proposal.reason.code] == nil else { continue }
                    codePlaces[proposal.reason.code] = codes.count
                    codes.append(proposal.reason.code)
                }
            }
            writer.array { writer in for proposal in proposals { writer.put(proposal.target) } }
            writer.array { writer in for code in codes { writer.put(code.rawValue) } }
            writer.array { writer in
                for proposal in proposals { writer.put(Int64(codePlaces[proposal.reason.code] ?? 0)) }
            }
            writer.array { writer in for proposal in proposals { writer.put(proposal.reason.amount) } }
            writer.array { writer in
                for (place, proposal) in proposals.enumerated() {
                    guard let remark = proposal.reason.remark else { continue }
                    writer.array { writer in
                        writer.put(Int64(place))
                        writer.put(remark)
                    }
                }
            }
        }
        return writer.bytes
    }
}

extension WireWriter {
    fileprivate mutating func put(_ knob: Knob) {
        object { writer in
            writer.key("name")
            writer.put(knob.name)
            writer.key("summary")
            writer.put(knob.summary)
            writer.key("unit")
            writer.put(knob.unit)
            writer.key("least")
            writer.put(knob.range.lowerBound)
            writer.key("most")
            writer.put(knob.range.upperBound)
            writer.key("default")
            writer.put(knob.default)
        }
    }
}
