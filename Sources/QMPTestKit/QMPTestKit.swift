// QMPTestKit
