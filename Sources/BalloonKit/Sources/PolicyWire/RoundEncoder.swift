public import BalloonKit

/// Writes briefings as the plugin's process reads them.
///
/// Guests are rows whose columns were named once, in the hello, so that a newer daemon can add a column that an older plugin
/// passes over. A row begins with what is steady about the guest, or with 0 where that is as in the same row of the round before.
public struct RoundEncoder {
    private let buffer = WireBuffer()
    /// What the plugin knows already.
    private var guests: [Snapshot.Guest] = []
    private var assessments: [GuestAssessment] = []
    /// The last question: its memory is used again once the caller has let go of it.
    private var message: [UInt8] = []

    public init() {}

    /// The first message: what the columns mean, and what the operator has set.
    public func hello(knobs: [String: Double]) -> [UInt8] {
        var writer = WireWriter()
        writer.array { writer in
            writer.put("hello")
            writer.object { writer in
                writer.key("api")
                writer.put(Int64(PolicyPlugin.api))
                writer.key("pool")
                writer.array { writer in for column in PoolColumn.allCases { writer.put(column.rawValue) } }
                writer.key("steady")
                writer.array { writer in for column in SteadyColumn.allCases { writer.put(column.rawValue) } }
                writer.key("guests")
                writer.array { writer in for column in GuestColumn.allCases { writer.put(column.rawValue) } }
                writer.key("knobs")
                writer.object { writer in
                    for (name, value) in knobs.sorted(by: { $0.key < $1.key }) {
                        writer.key(name)
                        writer.put(value)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// One round's question, after those that were written before: to be sent in this order, and each once.
    public mutating func round(_ number: UInt64, _ briefing: Briefing) -> [UInt8] {
        var writer = WireWriter(reusing: buffer)
        let columns = GuestColumn.allCases
        let count = Swift.min(briefing.snapshot.guests.count, briefing.assessments.count)
        writer.array { writer in
            writer.put("round")
            writer.put(number)
            writer.array { writer in for column in PoolColumn.allCases { column.write(briefing, to: &writer) } }
            writer.array { writer in
                for index in 0..<count {
                    let (guest, assessment) = (briefing.snapshot.guests[index], briefing.assessments[index])
                    writer.array { writer in
                        writeSteady(guest, assessment, at: index, to: &writer)
                        for column in columns { column.write(guest, assessment, to: &writer) }
                    }
                }
            }
        }
        guests = briefing.snapshot.guests
        assessments = briefing.assessments
        buffer.copy(to: &message)
        return message
    }

    private func writeSteady(
        _ guest: Snapshot.Guest, _ assessment: GuestAssessment, at index: Int, to writer: inout WireWriter
    ) {
        if index < guests.count, index < assessments.count,
            SteadyColumn.areSame(guest, assessment, as: guests[index], assessments[index])
        {
            return writer.put(Int64(0))
        }
        writer.array { writer in for column in SteadyColumn.allCases { column.write(guest, assessment, to: &writer) } }
    }
}
