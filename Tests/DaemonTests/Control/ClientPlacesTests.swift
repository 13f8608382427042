import Testing

@testable import Daemon

struct ClientPlacesTests {
    @Test("the last places are root's: others are turned away while root still gets in")
    func placesForRoot() {
        let places = ClientPlaces(total: 10, forRoot: 3)
        #expect(places.admit(uid: 1000, taken: 6))
        #expect(!places.admit(uid: 1000, taken: 7))
        #expect(places.admit(uid: 0, taken: 7))
        #expect(places.admit(uid: 0, taken: 9))
        #expect(!places.admit(uid: 0, taken: 10))
    }
}
